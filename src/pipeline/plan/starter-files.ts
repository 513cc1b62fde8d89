/** What `perf-agent init` writes: a plan, objectives and a policy for a service on this machine, every field explained. */
export function starterFiles(): { path: string; text: string }[] {
  return [
    { path: "plan.yaml", text: planText },
    { path: "slo.yaml", text: sloText },
    { path: "perf-agent.yaml", text: policyText },
    { path: "data/users.csv", text: usersText },
  ];
}

const usersText = `name,password
user-1,change-me-1
user-2,change-me-2
user-3,change-me-3
`;

const planText = `# A test plan: what to test, on which target, under which load.
#   perf-agent validate plan.yaml    finds every mistake
#   perf-agent plan plan.yaml        shows the load as it will be
#   perf-agent try plan.yaml         runs one iteration and shows every request
#   perf-agent run plan.yaml         runs it; the exit code is the verdict
apiVersion: perf-agent/v1
kind: TestPlan
name: my-service-load                  # run folders carry it
service: my-service                    # runs of one service are compared with each other
tags: { team: my-team }                # free; they are kept with the run

# An environment of perf-agent.yaml, or { baseUrl: "http://…" }. Production never runs.
target: { environment: local }
seed: 1                                # every draw (endpoint, branch, think time, row) follows from it

# What holds for every endpoint that does not say otherwise.
defaults:
  headers: { accept: application/json }
  timeout: 10s                         # 30s unless said
  redirects: 0                         # how many a request follows; they count as requests
  connections: keep                    # keep | per-iteration
  # auth: customer                     # name of an auth below, or none

# Rows for {users.name}, {users.password}. CSV with a header, or a JSON array of flat objects.
data:
  users:
    file: data/users.csv               # relative to this file
    mode: sequential                   # sequential | random | unique
    per: iteration                     # iteration | vu: how long one row is used
    atEnd: recycle                     # refuse | recycle | stop when the rows are used up
    masked: [password]                 # never in logs, reports or transcripts
    # types: { age: number }           # CSV values are texts unless said: string | number | boolean

# Secrets are named, never written: { env: NAME } or { file: PATH }. Used as {secrets.apiKey}.
# secrets:
#   apiKey: { env: MY_SERVICE_API_KEY }

# How requests prove who they are; chosen by \`auth: NAME | none\` on defaults, scenarios and endpoints.
auth:
  customer:
    login: login                       # an endpoint below that extracts what the headers need
    # refresh: renew                   # an endpoint that renews it; without one the login is repeated
    renewAfter: 14m
    headers: { authorization: "Bearer {token}" }
  # other kinds:
  # tools:   { basic: { user: "{users.name}", password: "{users.password}" } }
  # partner: { hmac: sha256, key: "{secrets.apiKey}", over: "{request.method}{request.path}{request.timestamp}", headers: { x-signature: "{request.signature}" } }

# Variables: {name} extracted before, {data set.column}, {secrets.name}, {run.id}, {isolation}, {uuid}, {now.ms}, {now.iso}, {vu},
# {iteration}.
# A literal brace is {{. Values with variables stand in quotes.
endpoints:
  list-items:
    method: GET
    path: /api/items
    query: { page: 1 }
    expect: { status: 200, maxBytes: 256kB }          # status 2xx or 3xx unless said
    extract:                                          # from: jsonpath | header | regex | cookie
      itemId: { jsonpath: "$.items[*].id", pick: random }   # first | last | random; \`default\` if it may be missing
  get-item:
    path: "/api/items/{itemId}"                       # GET unless said, POST where there is a body
    expect: { json: { $.id: present, $.price: "> 0" } }     # a value, a comparison, present or absent
  login:
    path: /api/login
    writes: false                                     # a POST that changes nothing
    json: { user: "{users.name}", password: "{users.password}" }
    extract: { token: { jsonpath: $.token } }
  add-to-cart:
    path: /api/cart
    json: { itemId: "{itemId}", quantity: 1 }
    expect: { status: [200, 201] }
    # other bodies:
    # form: { name: value }
    # multipart: { title: mine, photo: { file: data/photo.jpg, type: image/jpeg } }
    # raw: { text: "…", type: text/plain }
    # graphql: { query: "query($id:ID!){item(id:$id){id}}", variables: { id: "{itemId}" } }
    # also: at: OTHER-HOST, timeout, redirects, auth, headers, tags
  cleanup:
    method: DELETE
    path: "/api/test-tenants/{isolation}"
  count-leftovers:
    path: "/api/test-tenants/{isolation}"

# How test data are kept apart; needed as soon as an endpoint writes. Also { tenant: … } or { prefix: … }, whose value the
# endpoints that write must use themselves: {isolation}.
isolation: { header: { name: x-test-tenant, value: "perf-{run.id}" } }

# Run once, before and after; what setup extracts can be read everywhere.
# setup: [ prepare ]
teardown: [cleanup]
# Counts after teardown what is left all the same; it must not write.
leftovers: { endpoint: count-leftovers, count: $.total }

scenarios:
  browse:
    # Open model: iterations started per second. Profiles: smoke, load, stress, spike, soak, breakpoint.
    load: { profile: load, rate: 5/s, rampUp: 10s, hold: 40s, rampDown: 5s }
    # maxVus of an open model has a default, which \`perf-agent plan\` shows with its reason.
    mix: { list-items: 1 }                            # weights, one is drawn per iteration
    think: 0s..500ms                                  # after the request
  buy:
    # Closed model: concurrent users. Without a profile:
    #   { arrivalRate: [ { to: 20/s, over: 1m } ] }, { vus: [ { to: 10, over: 1m } ] } or { iterations: 100, vus: 5, mode: shared }
    load: { profile: load, vus: 2, rampUp: 10s, hold: 30s, rampDown: 5s, drain: 10s }
    startAfter: 5s
    session: vu                                       # iteration | vu: how long cookies, tokens and extracted values live
    auth: customer
    journey:                                          # one step after the other
      - list-items
      - { think: 500ms..1s }
      - { repeat: 1..3, do: [get-item, { think: 1s }] }
      - { chance: 30%, do: [add-to-cart] }
      # - { next: users }                             # a fresh row
      # - { step: get-item, onFailure: continue }     # a failed request ends the iteration unless said

# JSON merge patch (RFC 7386) per environment, chosen by --env. A load that is given another profile starts anew.
# overlays:
#   perf: { scenarios: { browse: { load: { rate: 200/s } } } }
`;

const sloText = `# What the service must hold. Judged is the part of the run in which all scenarios hold their level.
apiVersion: perf-agent/v1
kind: SloSet
service: my-service
objectives:
  - p95 of list-items < 500ms
  - p99 of each < 2s                   # each endpoint for itself; \`all\` pools them
  - errors of all < 1%
  # - p95 of checkout in buy < 400ms in every 30s      # every sliding half minute
  # - p90 waiting of each < 300ms      # a phase: blocked connecting tls sending waiting receiving
  # - throughput of browse > 4/s
  # A fuse ends the run when it is breached:
  - { name: fuse, sli: errors, of: all, below: 50%, every: 10s, stop: true, severity: fail }
`;

const policyText = `# What may be tested from here, and how much. A project file can only narrow the machine's policy; environments beyond
# loopback count only after \`perf-agent trust\`.
apiVersion: perf-agent/v1
kind: Policy
limits: { vus: 50, rate: 200/s, requests: 200k, writes: 20k, duration: 10m }
environments:
  local: { kind: local, baseUrl: "http://127.0.0.1:8080", hosts: [127.0.0.1, localhost] }
  # perf:
  #   kind: perf
  #   baseUrl: "https://my-service.perf.example.test"
  #   others: { idp: "https://login.perf.example.test" }    # used by \`at: idp\` on an endpoint
  #   hosts: [my-service.perf.example.test, login.perf.example.test]
  #   ranges: [10.20.0.0/16]
  #   handshake: /.well-known/perf-agent    # it is asked what it is before any load
  # prod: { kind: production, hosts: [my-service.example.com] }   # never loaded
# cost: { currency: EUR, perVuHour: 0.02, perRun: 5.00, alertAt: 80% }
# stop: { errors: 50% in every 30s, connectionFailures: 20% in every 10s }   # what holds when nothing is said
# retry: { reducedTo: 50% }     # after an engine that died twice; or never
# busy: queue 10m               # a second run on an environment waits, or: refuse
# data: { personal: warn, production: refuse }
# review: { selfApprove: [local], approvals: { perf: 1 }, expire: 30d }
# notify: { webhooks: [ { url: "https://hooks.example.test/perf", secret: { env: HOOK_SECRET }, on: [alert, verdict] } ] }
`;
