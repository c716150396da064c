"""Reads mails as their recipients do, and prints what they are as JSON.

    Mail.py [--gpg-home FOLDER] MAIL...
"""
import email
import email.header
import email.policy
import gzip
import json
import subprocess
import sys

home = None
paths = sys.argv[1:]
if paths[0] == "--gpg-home":
    home, paths = paths[1], paths[2:]


def described(message):
    parts = []
    for part in message.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        name = part.get_filename()
        if name and name.endswith(".gz"):
            content = gzip.decompress(content)
        parts.append({"type": part.get_content_type(), "name": name, "text": content.decode("utf-8")})
    return parts


def people(data, field, message):
    """Names and addresses. Python's newer reader puts a blank between two encoded words of a name, against RFC 2047
    section 6.2, so names are read by its older one."""
    text = email.message_from_bytes(data)[field]
    decoded = str(email.header.make_header(email.header.decode_header(text)))
    addresses = [address.addr_spec for address in message[field].addresses]
    return [(decoded.removesuffix(f"<{address}>").strip(), address) for address in addresses]


def decrypted(message):
    assert message.get_param("protocol") == "application/pgp-encrypted"
    version, content = message.get_payload()
    assert version.get_content_type() == "application/pgp-encrypted"
    assert version.get_payload().strip() == "Version: 1", version.get_payload()
    assert content.get_content_type() == "application/octet-stream"
    clear = subprocess.run(
        ["gpg", "--homedir", home, "--batch", "--quiet", "--decrypt"], input=content.get_payload(decode=True),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    return email.message_from_bytes(clear, policy=email.policy.default)


mails = []
for path in paths:
    data = open(path, "rb").read()
    assert b"\n" not in data.replace(b"\r\n", b""), "a line that ends otherwise"
    assert max(map(len, data.split(b"\r\n"))) <= 998
    message = email.message_from_bytes(data, policy=email.policy.default)
    defects = [str(defect) for part in message.walk() for defect in part.defects]
    defects += [str(defect) for value in message.values() for defect in value.defects]
    is_encrypted = message.get_content_type() == "multipart/encrypted"
    mails.append({
        "path": path, "bytes": len(data), "defects": defects, "names": message.keys(),
        "from": people(data, "From", message), "to": people(data, "To", message),
        "subject": str(message["Subject"]), "date": message["Date"].datetime.isoformat(),
        "id": str(message["Message-ID"]), "type": message.get_content_type(), "encrypted": is_encrypted,
        "parts": described(decrypted(message) if is_encrypted and home else message)})
print(json.dumps(mails))
