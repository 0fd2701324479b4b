#!/bin/sh
# tinyproxy 1.11.1 (Debian 12): a request without credentials gets 407 with Proxy-Authenticate, as a proxy's refusal should be. One
# with wrong credentials gets 401 Unauthorized with WWW-Authenticate: the words of an origin server, for CONNECT and for a plain
# http request alike. A client that goes by 407 takes it for the server's, and renews a token that is good.
# Seen: "407 Proxy Authentication Required" with proxy-authenticate, then "401 Unauthorized" with www-authenticate.
# Exits with 1 when tinyproxy behaves otherwise, with 2 when it can't be run.
set -eu

version=1.11.1-2.1+deb12u1
dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 "$dir"
(apt-get download "tinyproxy-bin=$version" && dpkg -x tinyproxy-bin_*.deb .) >download.log 2>&1 || {
	cat download.log
	exit 2
}
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
printf 'Port %s\nListen 127.0.0.1\nTimeout 5\nAllow 127.0.0.1\nMaxClients 5\nLogFile "%s/log"\nBasicAuth ann right-password\n' "$port" "$dir" >config
usr/bin/tinyproxy -d -c config &
pid=$!

python3 - "$port" <<'PY' || exit 1
import base64, socket, sys, time

port = int(sys.argv[1])
for _ in range(100):
    try:
        socket.create_connection(("127.0.0.1", port)).close()
        break
    except OSError:
        time.sleep(0.05)

def ask(request, credentials):
    head = request + " HTTP/1.1\r\nHost: 127.0.0.1:9\r\n"
    if credentials:
        head += "Proxy-Authorization: Basic " + base64.b64encode(credentials.encode()).decode() + "\r\n"
    with socket.create_connection(("127.0.0.1", port)) as s:
        s.sendall((head + "\r\n").encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            part = s.recv(4096)
            if not part:
                break
            answer += part
    lines = answer.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    challenges = sorted(l.split(":")[0].lower() for l in lines[1:] if l.lower().startswith(("proxy-authenticate:", "www-authenticate:")))
    return lines[0].split(" ", 1)[1], challenges

ok = True
for request in ["CONNECT 127.0.0.1:9", "GET http://127.0.0.1:9/"]:
    without, wrong = ask(request, None), ask(request, "ann:wrong-password")
    for name, (status, challenges) in [("without credentials", without), ("with wrong ones", wrong)]:
        print(f"{request}, {name}: {status}, challenges: {', '.join(challenges) or 'none'}")
    ok = ok and without[0].startswith("407 ") and without[1] == ["proxy-authenticate"]
    ok = ok and wrong[0].startswith("401 ") and wrong[1] == ["www-authenticate"]
sys.exit(0 if ok else 1)
PY
