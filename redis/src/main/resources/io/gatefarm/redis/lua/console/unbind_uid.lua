-- unbind_uid: takes a client's uid away.
-- usage APP CLIENT
-- calls unbind_uid
-- ARGV[1] app   ARGV[2] clientId
-- returns 1 unbound, 0 had none, -1 offline
local client = client_of(ARGV[2])
return unbind_uid({T .. 'client:' .. client}, {client, open_frame('unbind', client, '')})
