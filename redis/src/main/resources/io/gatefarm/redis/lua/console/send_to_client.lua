-- send_to_client: pushes a message to one client.
-- usage APP CLIENT MESSAGE [BINARY]
-- calls send
-- ARGV[1] app   ARGV[2] clientId   ARGV[3] message, bytes   ARGV[4] BINARY
-- returns 1 given to its gateway, 0 offline
local client = client_of(ARGV[2])
return send_to(T, 'client', T .. 'client:' .. client, send_frame('"clients":["' .. client .. '"]', ARGV, 3))
