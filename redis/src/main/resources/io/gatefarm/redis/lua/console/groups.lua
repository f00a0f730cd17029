-- groups: groups with their numbers of members, 20 of them or so many.
-- usage APP [LIMIT]
-- flags no-writes
-- ARGV[1] app   ARGV[2] how many, about
-- returns a heading, then a line for each
local lines, position, limit = {}, '0', limit_of(ARGV[2], 20)
repeat
  local page = redis.call('SSCAN', T .. 'groups', position, 'COUNT', limit - #lines)
  for _, group in ipairs(page[2]) do
    if #lines < limit then lines[#lines + 1] = {redis.call('HLEN', T .. 'group:' .. group), group} end
  end
  position = page[1]
until position == '0' or #lines >= limit
table.sort(lines, function(a, b) return a[2] < b[2] end)
return rows({'>MEMBERS', 'GROUP'}, lines)
