-- join_group: adds a client to a group.
-- usage APP CLIENT GROUP
-- calls join_group
-- ARGV[1] app   ARGV[2] clientId   ARGV[3] group
-- returns 1 added, 0 was a member already, -1 offline
local client, group = client_of(ARGV[2]), name_of('group', ARGV[3])
return join_group({T .. 'client:' .. client, T .. 'group:' .. group, T .. 'group-gateways:' .. group, T .. 'groups'},
  {client, group, open_frame('join', client, ',"group":' .. cjson.encode(group))})
