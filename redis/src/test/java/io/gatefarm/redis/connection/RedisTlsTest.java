package io.gatefarm.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.embedded.LocalCertificates;
import io.gatefarm.redis.tls.PemFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what they should be are refused by name, and what they hold is not shown. */
class RedisTlsTest {
    @TempDir
    private static Path folder;

    private static LocalCertificates certificates;

    @BeforeAll
    static void make() {
        certificates = LocalCertificates.create(folder);
    }

    private static Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts)
                .message()
                .doesNotContain("c2VjcmV0");
    }

    @Test
    void files_right_areTaken() throws IOException {
        var client = certificates.client();
        var tls =
                RedisTls.SYSTEM.withCaFile(certificates.ca()).withClientCertificate(client.certificate(), client.key());
        assertThatCode(tls::check).doesNotThrowAnyException();
        Path chain = file(
                "chain.pem",
                "text before\n" + Files.readString(client.certificate()) + "\n" + Files.readString(certificates.ca()));
        assertThat(PemFile.certificates(chain)).hasSize(2);
    }

    @Test
    void file_missingOrAFolder_isNamed() {
        Path missing = folder.resolve("missing.pem");
        assertRefused(() -> RedisTls.checkCertificates(missing), "no such file: " + missing);
        assertRefused(() -> RedisTls.checkKey(missing), "no such file: " + missing);
        assertRefused(() -> RedisTls.checkCertificates(folder), "cannot be read: " + folder);
    }

    @Test
    void certificates_notPem_areRefused() throws IOException {
        Path text = file("text.pem", "c2VjcmV0");
        assertRefused(() -> RedisTls.checkCertificates(text), "no certificate in PEM", text.toString());
        Path key = certificates.client().key();
        assertRefused(() -> RedisTls.checkCertificates(key), "no certificate in PEM", key.toString());
        Path broken = file("broken.pem", "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n");
        assertRefused(() -> RedisTls.checkCertificates(broken), "damaged certificate", broken.toString());
    }

    @Test
    void key_notPkcs8_isRefused() throws IOException {
        Path text = file("text.key", "c2VjcmV0");
        assertRefused(() -> RedisTls.checkKey(text), "no private key in PEM", text.toString());
        Path broken = file("broken.key", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
        assertRefused(() -> RedisTls.checkKey(broken), "damaged private key", broken.toString());
        Path old = file("old.key", "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----\n");
        assertRefused(() -> RedisTls.checkKey(old), "PKCS#8", "BEGIN RSA PRIVATE KEY", old.toString());
        Path encrypted = file(
                "encrypted.key",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertRefused(() -> RedisTls.checkKey(encrypted), "not encrypted", encrypted.toString());
    }

    @Test
    void pair_ofTwoDifferentOnes_isRefused() {
        Path certificate = certificates.client().certificate();
        Path key = certificates.server().key();
        var tls = RedisTls.SYSTEM.withClientCertificate(certificate, key);
        assertRefused(tls::check, key.toString(), "is not that of", certificate.toString());
    }

    @Test
    void certificate_withoutItsKey_isRefused() {
        Path certificate = certificates.client().certificate();
        assertRefused(() -> new RedisTls(null, certificate, null, true), certificate.toString());
    }

    @Test
    void files_forAPlainUri_areRefused() {
        var tls = RedisTls.SYSTEM.withCaFile(certificates.ca());
        assertRefused(() -> RedisConfig.of("redis://:c2VjcmV0@host").withTls(tls), "redis://***@host is not rediss://");
    }
}
