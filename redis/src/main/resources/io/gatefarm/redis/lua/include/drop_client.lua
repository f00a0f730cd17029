-- drop_client: takes a client out of every index and count; does nothing when another gateway holds it.
-- Its session key stays (or is made, empty) for 24 h, with the uid, until the commit that covers the close.
local function drop_client(client, gateway)
  local hash, session = T .. 'client:' .. client, T .. 'session:' .. client
  local fields, uid = redis.call('HGETALL', hash), ''
  for i = 1, #fields, 2 do
    if fields[i] == 'gateway' and fields[i + 1] ~= gateway then return end
  end
  for i = 1, #fields, 2 do
    local name = fields[i]
    if name == 'uid' then uid = fields[i + 1]; unlink_uid(client, uid)
    elseif string.sub(name, 1, 6) == 'group:' then unlink_group(client, string.sub(name, 7), gateway) end
  end
  if redis.call('DEL', hash) == 1 then redis.call('HINCRBY', T .. 'cell', 'clients', -1) end
  redis.call('SREM', T .. 'gateway-clients:' .. gateway, client)
  if #fields > 0 then redis.call('HSET', session, 'uid', uid) else redis.call('HSETNX', session, 'uid', '') end
  redis.call('EXPIRE', session, 86400)
end
