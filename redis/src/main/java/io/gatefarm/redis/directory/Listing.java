package io.gatefarm.redis.directory;

import java.util.List;

/**
 * A page of names.
 *
 * @param next where the listing goes on, "" when that was all
 */
public record Listing(List<String> names, String next) {}
