package io.gatefarm.spring;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisLogin;
import io.gatefarm.redis.connection.RedisTls;
import io.gatefarm.redis.key.Keys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Redis is and whose clients are meant. The names are those of the processes' settings; what is empty is not set.
 *
 * @param redisUri Where Redis is: redis://[[user]:password@]host[:port], or rediss:// for TLS, or
 *     redis-sentinel://host[:port],host[:port]/0#name for Sentinels.
 * @param app Name of the app whose clients are meant, as the gateways and workers have it.
 * @param redisTimeout How long Redis may take to answer, 100 ms to 60 s.
 * @param redisUser User at Redis, when it is not in the URI.
 * @param redisPassword Its password, when it is not in the URI.
 * @param redisPasswordFile File that holds the password; read again at every reconnect.
 * @param sentinelPasswordFile File that holds the Sentinels' own password.
 * @param redisCaFile CAs that may vouch for Redis, as PEM, in place of those of the JVM.
 * @param redisCertFile Certificate shown to Redis, as PEM.
 * @param redisKeyFile Its private key, as PEM (PKCS#8, not encrypted).
 */
@ConfigurationProperties("gatefarm")
record GatefarmProperties(
        @DefaultValue("redis://127.0.0.1:6379") String redisUri,
        @DefaultValue("gatefarm") String app,
        @DefaultValue("3s") Duration redisTimeout,
        @Nullable String redisUser,
        @Nullable String redisPassword,
        @Nullable Path redisPasswordFile,
        @Nullable Path sentinelPasswordFile,
        @Nullable Path redisCaFile,
        @Nullable Path redisCertFile,
        @Nullable Path redisKeyFile) {

    static final String URI = "gatefarm.redis-uri";
    static final String USER = "gatefarm.redis-user";
    static final String PASSWORD = "gatefarm.redis-password";
    static final String PASSWORD_FILE = "gatefarm.redis-password-file";
    static final String SENTINEL_PASSWORD_FILE = "gatefarm.sentinel-password-file";
    static final String CA_FILE = "gatefarm.redis-ca-file";
    static final String CERT_FILE = "gatefarm.redis-cert-file";
    static final String KEY_FILE = "gatefarm.redis-key-file";

    String checkedApp() {
        return checked("gatefarm.app", () -> new Keys(app).app());
    }

    RedisConfig redis() {
        RedisConfig uri = checked(URI, () -> RedisConfig.of(redisUri));
        RedisConfig patient = checked("gatefarm.redis-timeout", () -> uri.withCommandTimeout(redisTimeout));
        RedisLogin login = login();
        RedisTls tls = tls();
        RedisConfig known = checked(URI, () -> patient.withLogin(login));
        RedisConfig secured = checked(URI, () -> known.withTls(tls));
        return given(sentinelPasswordFile)
                .map(file -> checked(SENTINEL_PASSWORD_FILE, () -> {
                    RedisLogin.read(file);
                    return secured.withSentinelLogin(RedisLogin.fromFile("", file));
                }))
                .orElse(secured);
    }

    private RedisLogin login() {
        String user = Optional.ofNullable(redisUser).orElse("");
        String password = Optional.ofNullable(redisPassword).orElse("");
        Optional<Path> file = given(redisPasswordFile);
        file.ifPresent(path -> checked(PASSWORD_FILE, () -> RedisLogin.read(path)));
        return checked(PASSWORD, () -> new RedisLogin(user, password, file.orElse(null)));
    }

    private RedisTls tls() {
        Path ca = given(redisCaFile)
                .map(path -> checked(CA_FILE, () -> RedisTls.checkCertificates(path)))
                .orElse(null);
        Path certificate = given(redisCertFile)
                .map(path -> checked(CERT_FILE, () -> RedisTls.checkCertificates(path)))
                .orElse(null);
        Path key = given(redisKeyFile)
                .map(path -> checked(KEY_FILE, () -> RedisTls.checkKey(path)))
                .orElse(null);
        return checked(KEY_FILE, () -> {
            var tls = new RedisTls(ca, certificate, key, true);
            tls.check();
            return tls;
        });
    }

    private static Optional<Path> given(@Nullable Path file) {
        return Optional.ofNullable(file).filter(path -> !path.toString().isEmpty());
    }

    private static <T> T checked(String property, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw GatewayStartException.badProperty(property, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return "GatefarmProperties[redisUri=" + RedisConfig.masked(redisUri) + ", app=" + app + ", redisTimeout="
                + redisTimeout + "]";
    }
}
