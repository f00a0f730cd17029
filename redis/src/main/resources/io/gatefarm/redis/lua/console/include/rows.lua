-- rows: makes lines of text with columns below each other, for people.
local function width(cell) return select(2, string.gsub(tostring(cell), '[^\128-\191]', '')) end -- characters, in UTF-8
-- a column whose heading begins with > is set to the right
local function rows(headings, lines)
  local widths, right, reply = {}, {}, {}
  for i, heading in ipairs(headings) do
    right[i] = string.sub(heading, 1, 1) == '>'
    if right[i] then headings[i] = string.sub(heading, 2) end
  end
  table.insert(lines, 1, headings)
  for _, line in ipairs(lines) do
    for i, cell in ipairs(line) do widths[i] = math.max(widths[i] or 0, width(cell)) end
  end
  for _, line in ipairs(lines) do
    local cells = {}
    for i, cell in ipairs(line) do
      local space = string.rep(' ', widths[i] - width(cell))
      cells[i] = right[i] and space .. cell or cell .. space
    end
    reply[#reply + 1] = (string.gsub(table.concat(cells, '  '), ' +$', ''))
  end
  return reply
end
-- the fields of a hash as a table; what is missing reads as -
local function hash_at(key)
  local fields, flat = {}, redis.call('HGETALL', key)
  for i = 1, #flat, 2 do fields[flat[i]] = flat[i + 1] end
  return setmetatable(fields, {__index = function() return '-' end})
end
local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
-- a lease's end in ms as what is left of it
local function left_of(till, now)
  return till and string.format('%.1f s', math.max(0, tonumber(till) - now) / 1000) or '-'
end
-- ms since 1970 as a date: Howard Hinnant's civil_from_days
local function utc(ms)
  if not tonumber(ms) then return '-' end
  local seconds = math.floor(ms / 1000)
  local day, rest = math.floor(seconds / 86400) + 719468, seconds % 86400
  local era = math.floor(day / 146097)
  local doe = day - era * 146097
  local yoe = math.floor((doe - math.floor(doe / 1460) + math.floor(doe / 36524) - math.floor(doe / 146096)) / 365)
  local doy = doe - (365 * yoe + math.floor(yoe / 4) - math.floor(yoe / 100))
  local mp = math.floor((5 * doy + 2) / 153)
  local month = mp < 10 and mp + 3 or mp - 9
  return string.format('%04d-%02d-%02d %02d:%02d:%02d UTC', yoe + era * 400 + (month <= 2 and 1 or 0), month,
    doy - math.floor((153 * mp + 2) / 5) + 1, math.floor(rest / 3600), math.floor(rest / 60) % 60, rest % 60)
end
local function limit_of(text, otherwise)
  local limit = tonumber(text or otherwise)
  if not (limit and limit >= 1 and limit <= 10000) then refuse('LIMIT is 1 to 10000 but is ' .. shown(text)) end
  return math.floor(limit)
end
local function groups_of(fields)
  local groups = {}
  for field in pairs(fields) do
    if string.sub(field, 1, 6) == 'group:' then groups[#groups + 1] = string.sub(field, 7) end
  end
  table.sort(groups)
  return groups
end
local function client_rows(T, clients)
  local lines = {}
  for _, client in ipairs(clients) do
    local fields = hash_at(T .. 'client:' .. client)
    local groups = table.concat(groups_of(fields), ' ')
    lines[#lines + 1] = {client, fields.uid, fields.gateway, fields.from, utc(fields.since), groups ~= '' and groups or '-'}
  end
  return rows({'CLIENT', 'UID', 'GATEWAY', 'FROM', 'SINCE', 'GROUPS'}, lines)
end
-- the number of clients in the index of a uid or group, and so many of them; it may hold more than Redis can wait for
local function index_rows(T, what, key, limit)
  local clients, position = {}, '0'
  repeat
    local page = redis.call('HSCAN', key, position, 'COUNT', limit - #clients)
    for i = 1, #page[2], 2 do if #clients < limit then clients[#clients + 1] = page[2][i] end end
    position = page[1]
  until position == '0' or #clients >= limit
  table.sort(clients)
  local reply = client_rows(T, clients)
  table.insert(reply, 1, what .. ': ' .. redis.call('HLEN', key))
  return reply
end
-- a partition's owner, nil when it has none or its lease has run out; how many events wait; how many are with the worker
local function partition_of(T, partition, now)
  local has = redis.call('HMGET', T .. 'partition:' .. partition, 'owner', 'until', 'appended', 'read', 'unfinished')
  local owned = (has[1] or '') ~= '' and tonumber(has[2] or '0') > now
  return owned and has[1] or nil, (has[3] or 0) - (has[4] or 0), select(2, string.gsub(has[5] or '', '[^,]+', ''))
end
