-- drop_client: takes a client out of every index and count; does nothing when another gateway holds it.
-- Its session key stays (or is made, empty) for 24 h, with uid, from and since, until the commit that covers the close.
local function drop_client(client, gateway)
  local hash, session = T .. 'client:' .. client, T .. 'session:' .. client
  local fields, uid, from, since = redis.call('HGETALL', hash), '', '', 0
  for i = 1, #fields, 2 do
    if fields[i] == 'gateway' and fields[i + 1] ~= gateway then return end
  end
  for i = 1, #fields, 2 do
    local name = fields[i]
    if name == 'uid' then uid = fields[i + 1]; unlink_uid(client, uid)
    elseif name == 'from' then from = fields[i + 1]
    elseif name == 'since' then since = fields[i + 1]
    elseif string.sub(name, 1, 6) == 'group:' then unlink_group(client, string.sub(name, 7), gateway) end
  end
  if redis.call('DEL', hash) == 1 then redis.call('HINCRBY', T .. 'cell', 'clients', -1) end
  redis.call('SREM', T .. 'gateway-clients:' .. gateway, client)
  redis.call('HDEL', T .. 'gateway:' .. gateway, 'kick:' .. client)
  if #fields > 0 then redis.call('HSET', session, 'uid', uid, 'from', from, 'since', since)
  else redis.call('HSETNX', session, 'uid', '') end
  redis.call('EXPIRE', session, 86400)
end
