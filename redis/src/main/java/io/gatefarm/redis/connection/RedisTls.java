package io.gatefarm.redis.connection;

import io.gatefarm.redis.tls.PemFile;
import io.lettuce.core.SslOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust and how to be known when Redis is reached by TLS. All files are PEM and are read again at every connect, so that
 * renewed ones take effect without a restart. Immutable.
 *
 * @param caFile certificates of the CAs that may vouch for Redis; null trusts those of the JVM
 * @param certFile this process's own certificate, then its chain; null when Redis asks for none
 * @param keyFile its private key, PKCS#8, not encrypted; goes with {@code certFile}
 * @param verifyHost whether Redis's certificate must be for the host of the URI; default true
 */
public record RedisTls(
        @Nullable Path caFile,
        @Nullable Path certFile,
        @Nullable Path keyFile,
        boolean verifyHost) {
    /** The CAs of the JVM, no certificate of one's own. */
    public static final RedisTls SYSTEM = new RedisTls(null, null, null, true);

    public RedisTls {
        if ((certFile == null) != (keyFile == null)) {
            throw new IllegalArgumentException(
                    "a client certificate needs a key and a key a certificate, but there is only "
                            + (certFile == null ? keyFile : certFile));
        }
    }

    /** The same, trusting only these CAs. */
    public RedisTls withCaFile(Path file) {
        return new RedisTls(file, certFile, keyFile, verifyHost);
    }

    /** The same with a certificate of one's own. */
    public RedisTls withClientCertificate(Path certificate, Path key) {
        return new RedisTls(caFile, certificate, key, verifyHost);
    }

    /** The same, taking Redis's certificate for any host, as long as a trusted CA vouches for it. */
    public RedisTls withoutHostVerification() {
        return new RedisTls(caFile, certFile, keyFile, false);
    }

    /**
     * Looks at the files.
     *
     * @throws IllegalArgumentException that names the file when one cannot be read or does not hold what it should
     */
    public void check() {
        if (caFile != null) {
            PemFile.certificates(caFile);
        }
        if (certFile != null && keyFile != null) {
            PemFile.checkPair(certFile, keyFile);
        }
    }

    /** @throws IllegalArgumentException that names the file when it holds no certificate in PEM */
    public static Path checkCertificates(Path file) {
        PemFile.certificates(file);
        return file;
    }

    /** @throws IllegalArgumentException that names the file when it holds no private key in PEM (PKCS#8, not encrypted) */
    public static Path checkKey(Path file) {
        PemFile.privateKey(file);
        return file;
    }

    SslOptions toLettuce(Duration handshakeTimeout) {
        var options = SslOptions.builder().jdkSslProvider().handshakeTimeout(handshakeTimeout);
        if (caFile != null) {
            options.trustManager(caFile.toFile());
        }
        if (certFile != null && keyFile != null) {
            options.keyManager(certFile.toFile(), keyFile.toFile(), new char[0]);
        }
        return options.build();
    }
}
