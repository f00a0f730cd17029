package io.gatefarm.gateway.http;

import io.gatefarm.gateway.config.TlsConfig;
import io.gatefarm.redis.tls.PemFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's certificate, for TLS 1.2 and 1.3. When its files change, new connections get the new one. */
final class Certificate {
    private static final Logger log = LoggerFactory.getLogger(Certificate.class);
    /** Of a key store that never leaves memory. */
    private static final String PASSWORD = "in memory";

    private final TlsConfig files;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();

    /** Owned by whoever calls {@link #renew}. */
    private List<FileTime> loaded;

    private Certificate(TlsConfig files) {
        this.files = files;
        this.loaded = modified(); // first: what changes meanwhile is read again
        use(factory, keys(files));
        factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        factory.setSniRequired(false); // clients may connect by address
    }

    /** @throws IllegalArgumentException that names the file and what is wrong with it, never what is in it */
    static Certificate load(TlsConfig files) {
        return new Certificate(files);
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    private static KeyStore keys(TlsConfig files) {
        PemFile.checkPair(files.certificates(), files.key());
        var chain = PemFile.certificates(files.certificates()).toArray(X509Certificate[]::new);
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("gateway", PemFile.privateKey(files.key()), PASSWORD.toCharArray(), chain);
            return keys;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("cannot use " + files.certificates() + ": " + e.getMessage(), e);
        }
    }

    private static void use(SslContextFactory.Server factory, KeyStore keys) {
        factory.setKeyStore(keys);
        factory.setKeyStorePassword(PASSWORD);
    }

    private List<FileTime> modified() {
        return List.of(modified(files.certificates()), modified(files.key()));
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // whoever reads it says what is wrong
        }
    }

    /** Looks whether the files have changed. Files that cannot be used, as while they are being replaced, change nothing. */
    synchronized void renew() {
        try {
            List<FileTime> now = modified();
            if (now.equals(loaded)) {
                return;
            }
            KeyStore keys = keys(files);
            factory.reload(reloaded -> use((SslContextFactory.Server) reloaded, keys));
            loaded = now;
            log.info("certificate renewed from {}", files.certificates());
        } catch (Exception e) { // Jetty's reload throws any
            log.warn("certificate is not renewed: {}", e.getMessage());
        }
    }
}
