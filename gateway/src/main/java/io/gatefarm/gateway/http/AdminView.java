package io.gatefarm.gateway.http;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the admin port shows; each is asked anew for each request.
 *
 * @param notReady why clients should not come, or empty
 * @param facts about this gateway, for people
 * @param metrics in Prometheus's text format
 */
public record AdminView(
        Supplier<Optional<String>> notReady, Supplier<Map<String, Object>> facts, Supplier<String> metrics) {}
