package io.gatefarm.spring;

import io.gatefarm.redis.connection.ConnectProblem;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.connection.RedisUnavailableException;
import java.util.List;
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

    static GatewayStartException noRedis(RedisUnavailableException cause) {
        List<String> toSee = cause.problem()
                .map(GatewayStartException::toSee)
                .orElse(List.of(GatefarmProperties.URI, "gatefarm.redis-timeout"));
        return new GatewayStartException(
                String.valueOf(cause.getMessage()), "Look at Redis, and at " + String.join(", ", toSee) + ".", cause);
    }

    private static List<String> toSee(ConnectProblem problem) {
        return switch (problem) {
            case ADDRESS, MASTER_NAME, PLAIN_PORT, TLS_PORT -> List.of(GatefarmProperties.URI);
            case SENTINEL_LOGIN -> List.of(GatefarmProperties.SENTINEL_PASSWORD_FILE);
            case SERVER_CERTIFICATE -> List.of(GatefarmProperties.CA_FILE, GatefarmProperties.URI);
            case CLIENT_CERTIFICATE -> List.of(GatefarmProperties.CERT_FILE, GatefarmProperties.KEY_FILE);
            case LOGIN ->
                List.of(
                        GatefarmProperties.USER,
                        GatefarmProperties.PASSWORD,
                        GatefarmProperties.PASSWORD_FILE,
                        GatefarmProperties.URI);
        };
    }

    static GatewayStartException refused(RedisRefusedException cause) {
        return new GatewayStartException(
                String.valueOf(cause.getMessage()),
                "Look at what Redis allows " + GatefarmProperties.USER + " in app gatefarm.app.",
                cause);
    }

    /** What the reader can do. */
    String action() {
        return action;
    }
}
