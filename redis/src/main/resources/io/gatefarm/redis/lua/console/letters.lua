-- letters: the newest dead letters, 20 of them or so many.
-- usage APP [LIMIT]
-- flags no-writes
-- ARGV[1] app   ARGV[2] how many
-- returns a heading, then a line for each, the newest first
local lines = {}
for _, letter in ipairs(redis.call('XREVRANGE', T .. 'dead-letters', '+', '-', 'COUNT', limit_of(ARGV[2], 20))) do
  local has = {}
  for i = 1, #letter[2], 2 do has[letter[2][i]] = letter[2][i + 1] end
  local header = has.header or ''
  lines[#lines + 1] = {letter[1], utc(string.match(letter[1], '^%d+')), string.match(header, '"client":"(%w+)"') or '-',
    string.match(header, '"event":"(%a+)"') or '-', has.tries or '-', (string.gsub(has.reason or '-', '%c', ' '))}
end
return rows({'LETTER', 'WHEN', 'CLIENT', 'EVENT', '>TRIES', 'REASON'}, lines)
