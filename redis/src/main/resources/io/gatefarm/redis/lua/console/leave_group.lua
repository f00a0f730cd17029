-- leave_group: takes a client out of a group.
-- usage APP CLIENT GROUP
-- calls leave_group
-- ARGV[1] app   ARGV[2] clientId   ARGV[3] group
-- returns 1 taken out, 0 was no member, -1 offline
local client, group = client_of(ARGV[2]), name_of('group', ARGV[3])
return leave_group({T .. 'client:' .. client},
  {client, group, open_frame('leave', client, ',"group":' .. cjson.encode(group))})
