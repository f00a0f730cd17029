package io.gatefarm.redis.embedded;

/** A Redis that somebody else runs: known by its URI only, untouched by {@link #close}. */
record ConfiguredRedis(String uri) implements RedisSource {
    @Override
    public String describe() {
        // Greedy up to the last '@': a password may hold any character, and must not be logged in part either.
        return "configured Redis at " + uri.replaceFirst("//.*@", "//");
    }

    /** Without the password, unlike a record's own. */
    @Override
    public String toString() {
        return describe();
    }

    @Override
    public void close() {}
}
