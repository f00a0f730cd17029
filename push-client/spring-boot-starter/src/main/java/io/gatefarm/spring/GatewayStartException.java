package io.gatefarm.spring;

import org.jspecify.annotations.Nullable;

/** The {@code Gateway} bean cannot be made: a property is bad or Redis cannot be used. Its message shows no secret. */
final class GatewayStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String action;

    private GatewayStartException(String message, String action, @Nullable Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    static GatewayStartException badProperty(String name, String problem) {
        return new GatewayStartException(name + ": " + problem, "Correct " + name + ".", null);
    }

    static GatewayStartException noRedis(RuntimeException cause) {
        return new GatewayStartException(
                String.valueOf(cause.getMessage()),
                "Start Redis there, or correct gatefarm.redis-uri, gatefarm.redis-user and gatefarm.redis-password.",
                cause);
    }

    /** What the reader can do. */
    String action() {
        return action;
    }
}
