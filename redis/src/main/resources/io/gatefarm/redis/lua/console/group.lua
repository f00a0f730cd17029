-- group: members of a group, 20 of them or so many.
-- usage APP GROUP [LIMIT]
-- flags no-writes
-- ARGV[1] app   ARGV[2] group   ARGV[3] how many, about
-- returns the number of members, a heading, then a line for each
local clients, position, limit, key = {}, '0', limit_of(ARGV[3], 20), T .. 'group:' .. ARGV[2]
repeat
  local page = redis.call('HSCAN', key, position, 'COUNT', limit - #clients)
  for i = 1, #page[2], 2 do if #clients < limit then clients[#clients + 1] = page[2][i] end end
  position = page[1]
until position == '0' or #clients >= limit
table.sort(clients)
local reply = client_rows(T, clients)
table.insert(reply, 1, 'members: ' .. redis.call('HLEN', key))
return reply
