-- note_kicks: keeps who is to be closed in the hash of the client's gateway, until the client has gone, so that a gateway that
-- missed the frame finds it there. Payloads are passed over: they may hold anything.
local function note_kick(client, code, reason)
  local gateway = redis.call('HGET', T .. 'client:' .. client, 'gateway')
  local hash = gateway and T .. 'gateway:' .. gateway
  local state = gateway and redis.call('HGET', hash, 'state')
  if state and state ~= 'dead' then redis.call('HSET', hash, 'kick:' .. client, code .. ' ' .. reason) end
end
local function note_kicks(frames)
  if not string.find(frames, '{"op":"close"', 1, true) and not string.find(frames, '{"op":"abort"', 1, true) then return end
  local at = 1
  while at <= #frames do
    local line_end = string.find(frames, '\n', at, true)
    local line = string.sub(frames, at, line_end - 1)
    at = line_end + 1 + tonumber(string.match(line, '"bytes":(%d+)}$'))
    local op = string.match(line, '^{"op":"(%l+)"')
    if op == 'close' or op == 'abort' then
      local frame = cjson.decode(line)
      local clients = frame.uid and redis.call('HKEYS', T .. 'uid:' .. frame.uid) or {frame.client}
      for _, client in ipairs(clients) do note_kick(client, op == 'abort' and 1006 or frame.code, frame.reason or '') end
    end
  end
end
