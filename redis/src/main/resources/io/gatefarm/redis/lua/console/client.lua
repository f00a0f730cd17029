-- client: where a client is, and what is known of it.
-- usage APP CLIENT
-- flags no-writes
-- ARGV[1] app   ARGV[2] clientId
-- returns lines of text
local has, session = hash_at(T .. 'client:' .. ARGV[2]), hash_at(T .. 'session:' .. ARGV[2])
if has.gateway == '-' then return {ARGV[2] .. ' is not connected'} end
local gateway, groups = hash_at(T .. 'gateway:' .. has.gateway), table.concat(groups_of(has), ' ')
return rows({'client', ARGV[2]}, {
  {'gateway', has.gateway .. ' (' .. gateway.state .. ', ' .. gateway.host .. ')'},
  {'partition', tonumber(string.sub(ARGV[2], 2, 3), 32) or '-'},
  {'from', has.from},
  {'since', utc(has.since)},
  {'uid', has.uid},
  {'groups', groups ~= '' and groups or '-'},
  {'session', session.value}})
