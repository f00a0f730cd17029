package io.gatefarm.worker.admin;

/**
 * Where the admin port is.
 *
 * @param port 0 takes a free one, -1 opens none
 */
public record AdminAddress(String host, int port) {}
