package io.gatefarm.gateway.check;

import java.net.URI;
import java.time.Duration;

/**
 * What is asked of a farm.
 *
 * @param request sent once connected; nothing when empty
 * @param expect text that the answer must hold
 * @param limit for all attempts together
 */
record Question(URI url, String request, String expect, Duration limit) {}
