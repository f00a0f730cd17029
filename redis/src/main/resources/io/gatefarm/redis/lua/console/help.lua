-- help: what this library can do.
-- flags no-writes
-- returns one line for each function
local lines = {}
for _, line in ipairs(manual) do lines[#lines + 1] = line end
table.sort(lines, function(a, b) return a[1] < b[1] end)
return rows({'FUNCTION', 'ARGUMENTS', 'DOES'}, lines)
