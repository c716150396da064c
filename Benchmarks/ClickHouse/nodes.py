"""Two ClickHouse servers of Debian's package and one ZooKeeper of a script's own, on ports of 127.0.0.1."""
import os
import pathlib
import pwd
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

SCRIPT = "/usr/share/zookeeper/bin/zkServer.sh"
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def free_port():
    """A port that no connection is given by itself while its server is away."""
    while True:
        port = random.randrange(15_000, 30_000)
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


class Keeper:
    """ZooKeeper, up once it says in which mode it is."""

    def __init__(self, folder):
        folder.mkdir()
        self.port = free_port()
        (folder / "zoo.cfg").write_text(
            f"tickTime=2000\ndataDir={folder}/data\nclientPort={self.port}\nclientPortAddress=127.0.0.1\n"
            "admin.enableServer=false\n")
        with open(folder / "output", "wb") as output:
            self.process = subprocess.Popen(
                [SCRIPT, "start-foreground", str(folder / "zoo.cfg")], stdin=subprocess.DEVNULL, stdout=output,
                stderr=output, env=dict(
                    os.environ, ZOOCFGDIR=str(folder), ZOO_LOG_DIR=str(folder), JMXDISABLE="true",
                    SERVER_JVMFLAGS="-Xmx256m"))
        while not self.is_up():
            if self.process.poll() is not None:
                sys.exit(f"ZooKeeper ended: {(folder / 'output').read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)

    def is_up(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port)) as connection:
                connection.sendall(b"srvr")
                return b"Mode" in connection.recv(4096)
        except OSError:
            return False

    def end(self):
        self.process.kill()
        self.process.wait()


class Node:
    """A server in a folder."""

    def __init__(self, folder, keeper, shard, replica, clusters, ports):
        self.folder, (self.port, self.native, exchange) = folder, ports
        self.owner = pwd.getpwnam("nobody") if os.getuid() == 0 else None
        for name in ("data", "tmp"):
            (folder / name).mkdir(parents=True)
        (folder / "config.xml").write_text(f"""<yandex>
<logger><level>warning</level><log>{folder}/log</log><errorlog>{folder}/errors</errorlog></logger>
<http_port>{self.port}</http_port><tcp_port>{self.native}</tcp_port>
<interserver_http_port>{exchange}</interserver_http_port><interserver_http_host>127.0.0.1</interserver_http_host>
<listen_host>127.0.0.1</listen_host><path>{folder}/data/</path><tmp_path>{folder}/tmp/</tmp_path>
<users_config>{folder}/users.xml</users_config><default_profile>default</default_profile>
<default_database>default</default_database><mark_cache_size>67108864</mark_cache_size>
<zookeeper><node><host>127.0.0.1</host><port>{keeper}</port></node><session_timeout_ms>6000</session_timeout_ms></zookeeper>
<macros><shard>{shard}</shard><replica>{replica}</replica></macros>
<remote_servers>{clusters}</remote_servers>
<distributed_ddl><path>/clickhouse/task_queue/ddl</path></distributed_ddl>
</yandex>
""")
        (folder / "users.xml").write_text("""<yandex>
<profiles><default><max_memory_usage>1500000000</max_memory_usage></default></profiles>
<users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile>
<quota>default</quota></default></users><quotas><default></default></quotas>
</yandex>
""")
        if self.owner:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        self.start()

    def start(self):
        with open(self.folder / "output", "ab") as output:
            self.process = subprocess.Popen(
                ["clickhouse-server", f"--config-file={self.folder}/config.xml"], stdin=subprocess.DEVNULL,
                stdout=output, stderr=output, cwd=self.folder,
                **({"user": self.owner.pw_uid, "group": self.owner.pw_gid} if self.owner else {}))
        while True:
            try:
                OPENER.open(f"http://127.0.0.1:{self.port}/ping").read()
                return
            except OSError:
                if self.process.poll() is not None:
                    sys.exit(f"a server ended: {(self.folder / 'errors').read_text(errors='replace')[-2000:]}")
                time.sleep(0.05)

    def kill(self):
        """Ends it as a crash would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def ask(self, question):
        """The text of an answer; empty where the server refuses."""
        try:
            return OPENER.open(f"http://127.0.0.1:{self.port}/", question.encode()).read().decode()
        except OSError:
            return ""

    def store(self, database):
        return f"clickhouse://127.0.0.1:{self.port}/{database}"


class Pair:
    """Two servers, which are the replicas of one shard (the cluster `pair`), or two shards (the cluster `shards`)."""

    def __init__(self, folder, shards):
        os.chmod(folder, 0o755)
        self.keeper = Keeper(folder / "keeper")
        ports = [tuple(free_port() for _ in range(3)) for _ in range(2)]
        replicas = [f"<replica><host>127.0.0.1</host><port>{one[1]}</port></replica>" for one in ports]
        shard = "<shard><internal_replication>{}</internal_replication>{}</shard>"
        clusters = (
            f"<pair>{shard.format('true', ''.join(replicas))}</pair>"
            f"<shards>{''.join(shard.format('false', one) for one in replicas)}</shards>")
        self.nodes = [
            Node(folder / f"node{place}", self.keeper.port, f"s{place}" if shards else "s", f"r{place}", clusters,
                 ports[place]) for place in range(2)]

    def end(self):
        for node in self.nodes:
            if node.process.poll() is None:
                node.kill()
        self.keeper.end()
