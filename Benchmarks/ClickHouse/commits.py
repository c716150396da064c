"""Commits of sensors, one at a time, as the store makes them: flows in one block, then the claim to them."""
import binascii
import random
import time
import urllib.error
import urllib.request

START = 1_370_044_800
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Writer:
    """Sends commits to the database `census` of a server; each number is a commit of the next sensor, ten simulated seconds a round."""

    def __init__(self, port, sensors, flows):
        self.port, self.sensors, self.flows = port, sensors, flows
        self.refused, self.sent = 0, []

    def ask(self, statement):
        return opener.open(f"http://127.0.0.1:{self.port}/", statement.encode()).read().decode()

    def insert(self, statement):
        while True:
            try:
                return self.ask(statement)
            except urllib.error.HTTPError as error:
                text = error.read().decode()
                if not text.startswith("Code: 252"):
                    raise SystemExit(text)
                self.refused += 1
                time.sleep(1)

    def parts(self, table):
        return int(self.ask(f"SELECT count() FROM system.parts WHERE active AND database = 'census' AND table = '{table}'"))

    def commit(self, number):
        sensor, turn = number % self.sensors, number // self.sensors
        seconds = START + 10 * turn
        hour = seconds // 3600 * 3600
        draw = random.Random(number)
        run = binascii.hexlify(draw.randbytes(16)).decode()
        rows = []
        for _ in range(self.flows):
            origin, host = draw.randrange(13_408), draw.randrange(1 << 20)
            rows.append(
                f"(unhex('{run}'),201306,{hour},4,unhex('00000000000000000000FFFF{0x0B000000 + origin:08X}'),4,"
                f"unhex('00000000000000000000FFFF{0x0A000000 + host:08X}'),6,{32_768 + host % 28_000},443,0,['ExampleBot'],"
                f"1,60,1,{seconds * 10**9},{seconds * 10**9},{2**63 - 1},{-2**63})")
        self.insert(
            "INSERT INTO census.flow (run, month, hour, origin_version, origin, host_version, host, protocol, host_port, "
            "origin_port, class, labels, host_packets, host_bytes, host_roles, host_first, host_last, origin_first, origin_last) "
            "VALUES " + ",".join(rows))
        self.insert(
            "INSERT INTO census.claim (id, source, number, kind, name, runs, flows, first_hour, last_hour, coverage_hour, "
            "coverage_kind, coverage_name, coverage_exporter, coverage_count) VALUES "
            f"(unhex('{run}'),{sensor + 1},{turn},'session','eth0',[unhex('{run}')],{self.flows},{hour},{hour},"
            f"[{hour},{hour},{hour}],['seen','decoded','matched'],['','',''],"
            f"[{','.join(['unhex(' + chr(39) + '00' * 16 + chr(39) + ')'] * 3)}],[9000,9000,{self.flows}])")
        self.sent.append(number)
