package io.gatefarm.redis.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisLogin;
import io.gatefarm.redis.connection.RedisTls;
import io.gatefarm.redis.embedded.LocalCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FarmSettingsTest {
    private static final String SECRET = "topsecret";

    @TempDir
    private static Path folder;

    private static LocalCertificates certificates;

    @BeforeAll
    static void make() {
        certificates = LocalCertificates.create(folder);
    }

    private static FarmSettings read(Map<String, String> environment, String... flags) {
        var settings = Settings.read(environment, flags);
        var farm = FarmSettings.read(settings);
        settings.end();
        return farm;
    }

    private static AbstractStringAssert<?> assertRefused(Map<String, String> environment, String... flags) {
        return assertThatThrownBy(() -> read(environment, flags))
                .isInstanceOf(SettingException.class)
                .hasMessageNotContaining(SECRET)
                .message();
    }

    @Test
    void settings_none_areTheDefaults() {
        var farm = read(Map.of());
        assertThat(farm).isEqualTo(new FarmSettings(RedisConfig.of("redis://127.0.0.1:6379"), "gatefarm", 0));
    }

    @Test
    void settings_all_areTaken() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), SECRET);
        var client = certificates.client();
        var farm = read(
                Map.of(
                        "GATEFARM_REDIS_URI",
                        "rediss://redis.example",
                        "GATEFARM_REDIS_PASSWORD_FILE",
                        password.toString(),
                        "GATEFARM_REDIS_CA_FILE",
                        certificates.ca().toString()),
                "--redis-user=chat-gateway",
                "--redis-timeout=2s",
                "--redis-cert-file=" + client.certificate(),
                "--redis-key-file=" + client.key(),
                "--app=chat",
                "--partitions=16");
        assertThat(farm.redis())
                .isEqualTo(RedisConfig.of("rediss://redis.example")
                        .withCommandTimeout(Duration.ofSeconds(2))
                        .withLogin(RedisLogin.fromFile("chat-gateway", password))
                        .withTls(RedisTls.SYSTEM
                                .withCaFile(certificates.ca())
                                .withClientCertificate(client.certificate(), client.key())));
        assertThat(farm.app()).isEqualTo("chat");
        assertThat(farm.partitions()).isEqualTo(16);
    }

    @Test
    void password_ofTheVariable_isTaken() {
        var farm = read(Map.of("GATEFARM_REDIS_PASSWORD", SECRET));
        assertThat(farm.redis().login()).isEqualTo(RedisLogin.of("", SECRET));
        assertThat(farm.toString()).doesNotContain(SECRET);
    }

    @Test
    void password_twice_isRefusedByBothNames() throws IOException {
        Path file = Files.writeString(folder.resolve("twice"), SECRET);
        assertRefused(Map.of("GATEFARM_REDIS_PASSWORD", SECRET), "--redis-password-file=" + file)
                .isEqualTo("GATEFARM_REDIS_PASSWORD and --redis-password-file are given, but only one of them may be");
        assertRefused(Map.of("GATEFARM_REDIS_URI", "redis://:" + SECRET + "@host", "GATEFARM_REDIS_PASSWORD", "x"))
                .isEqualTo("GATEFARM_REDIS_URI holds a user or password, and GATEFARM_REDIS_PASSWORD is given as well");
        assertRefused(Map.of("GATEFARM_REDIS_URI", "redis://:" + SECRET + "@host"), "--redis-password-file=" + file)
                .isEqualTo("GATEFARM_REDIS_URI holds a user or password, and --redis-password-file is given as well");
    }

    @Test
    void user_withoutPassword_isRefused() {
        assertRefused(Map.of("GATEFARM_REDIS_USER", "chat-gateway"))
                .isEqualTo("GATEFARM_REDIS_USER is given without --redis-password or --redis-password-file");
    }

    @Test
    void file_ofNoUse_isRefusedByTheSettingAndTheFile() throws IOException {
        Path missing = folder.resolve("missing");
        Path text = Files.writeString(folder.resolve("text"), SECRET);
        assertRefused(Map.of(), "--redis-password-file", missing.toString())
                .isEqualTo("--redis-password-file is of no use: no such file: " + missing);
        assertRefused(Map.of("GATEFARM_REDIS_CA_FILE", text.toString(), "GATEFARM_REDIS_URI", "rediss://host"))
                .isEqualTo("GATEFARM_REDIS_CA_FILE is of no use: no certificate in PEM (BEGIN CERTIFICATE) in " + text);
        assertRefused(Map.of("GATEFARM_REDIS_CERT_FILE", text.toString()))
                .startsWith("GATEFARM_REDIS_CERT_FILE is of no use: ")
                .endsWith(text.toString());
        assertRefused(Map.of("GATEFARM_REDIS_KEY_FILE", text.toString()))
                .startsWith("GATEFARM_REDIS_KEY_FILE is of no use: ")
                .endsWith(text.toString());
    }

    @Test
    void certificateAndKey_thatDoNotFit_areRefused() {
        var client = certificates.client();
        assertRefused(Map.of("GATEFARM_REDIS_URI", "rediss://host"), "--redis-cert-file=" + client.certificate())
                .isEqualTo("--redis-cert-file and --redis-key-file go together, but only one of them is given");
        assertRefused(
                        Map.of("GATEFARM_REDIS_URI", "rediss://host"),
                        "--redis-cert-file=" + client.certificate(),
                        "--redis-key-file=" + certificates.server().key())
                .startsWith("--redis-key-file is of no use: ");
    }

    @Test
    void tlsFile_withAPlainUri_isRefused() {
        assertRefused(Map.of("GATEFARM_REDIS_CA_FILE", certificates.ca().toString()))
                .isEqualTo("GATEFARM_REDIS_CA_FILE is for TLS, but --redis-uri is not rediss://");
    }

    @Test
    void sentinelPasswordFile_isTakenWithSentinelsOnly() throws IOException {
        Path password = Files.writeString(folder.resolve("sentinel"), SECRET);
        String uri = "redis-sentinel://one,two:26380/0#main";
        assertThat(read(Map.of("GATEFARM_REDIS_URI", uri), "--sentinel-password-file=" + password)
                        .redis())
                .isEqualTo(RedisConfig.of(uri).withSentinelLogin(RedisLogin.fromFile("", password)));
        assertRefused(Map.of(), "--sentinel-password-file=" + password)
                .isEqualTo("--sentinel-password-file is for Sentinels, but --redis-uri is not redis-sentinel://");
        assertRefused(Map.of("GATEFARM_REDIS_URI", "redis-sentinel://:" + SECRET + "@one,two:26380"))
                .startsWith("GATEFARM_REDIS_URI Redis URI of Sentinels must end in # and the name of their master");
    }

    @Test
    void password_splitAtASpace_isNotShown() {
        assertRefused(Map.of(), "--redis-password", "my", SECRET).startsWith("\"***\" is not a flag");
        assertRefused(Map.of(), "--redis-password=my", SECRET).startsWith("\"***\" is not a flag");
        assertRefused(Map.of(), "--redis-pasword=" + SECRET).startsWith("--redis-pasword is not a setting");
    }
}
