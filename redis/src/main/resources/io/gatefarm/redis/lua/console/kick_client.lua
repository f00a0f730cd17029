-- kick_client: closes a client with 4100, after a last message if one is given.
-- usage APP CLIENT [MESSAGE]
-- calls send
-- ARGV[1] app   ARGV[2] clientId   ARGV[3] last message, text
-- returns 1 told to its gateway, 0 offline
local client = client_of(ARGV[2])
return send_to(T, 'client', T .. 'client:' .. client, kick_frame('"client":"' .. client .. '"', ARGV[3]))
