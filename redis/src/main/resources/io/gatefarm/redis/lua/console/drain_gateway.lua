-- drain_gateway: has a gateway close its clients with 4000, slice by slice, and end. They connect again elsewhere.
-- usage APP GATEWAY
-- calls ask_process
-- flags allow-oom
-- ARGV[1] app   ARGV[2] gatewayId
-- returns 1 asked, which it sees within 2 s | 0 unknown | -1 dead
return ask_process({T .. 'gateway:' .. ARGV[2], T .. 'gateways'}, {ARGV[2], 'stop'})
