-- version: the library's version; a gateway replaces an older one.
-- flags no-writes
-- returns a number
return VERSION
