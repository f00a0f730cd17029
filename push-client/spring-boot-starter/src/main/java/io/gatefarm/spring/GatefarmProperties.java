package io.gatefarm.spring;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.key.Keys;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Redis is and whose clients are meant.
 *
 * @param redisUri Where Redis is: redis://[[user]:password@]host[:port].
 * @param app Name of the app whose clients are meant, as the gateways and workers have it.
 * @param redisTimeout How long Redis may take to answer, 100 ms to 60 s.
 * @param redisUser User in Redis, when it is not in the URI.
 * @param redisPassword Password in Redis, when it is not in the URI.
 */
@ConfigurationProperties("gatefarm")
record GatefarmProperties(
        @DefaultValue("redis://127.0.0.1:6379") String redisUri,
        @DefaultValue("gatefarm") String app,
        @DefaultValue("3s") Duration redisTimeout,
        @Nullable String redisUser,
        @Nullable String redisPassword) {

    String checkedApp() {
        try {
            return new Keys(app).app();
        } catch (IllegalArgumentException e) {
            throw GatewayStartException.badProperty("gatefarm.app", String.valueOf(e.getMessage()));
        }
    }

    RedisConfig redis() {
        String uri = withCredentials();
        checked("gatefarm.redis-uri", uri, RedisConfig.DEFAULT_COMMAND_TIMEOUT);
        return checked("gatefarm.redis-timeout", uri, redisTimeout);
    }

    private static RedisConfig checked(String property, String uri, Duration timeout) {
        try {
            return new RedisConfig(uri, timeout);
        } catch (IllegalArgumentException e) {
            throw GatewayStartException.badProperty(property, String.valueOf(e.getMessage()));
        }
    }

    private String withCredentials() {
        String user = redisUser == null ? "" : redisUser;
        String password = redisPassword == null ? "" : redisPassword;
        if (password.isEmpty()) {
            if (!user.isEmpty()) {
                throw GatewayStartException.badProperty("gatefarm.redis-password", "is missing for user " + user);
            }
            return redisUri;
        }
        int host = redisUri.indexOf("://") + "://".length();
        if (redisUri.indexOf('@') >= 0 || host < "://".length()) {
            throw GatewayStartException.badProperty(
                    "gatefarm.redis-uri",
                    "must look like redis://host:6379, without a password, beside gatefarm.redis-password but is "
                            + RedisConfig.masked(redisUri));
        }
        return redisUri.substring(0, host) + encoded(user) + ":" + encoded(password) + "@" + redisUri.substring(host);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "GatefarmProperties[redisUri=" + RedisConfig.masked(redisUri) + ", app=" + app + ", redisTimeout="
                + redisTimeout + "]";
    }
}
