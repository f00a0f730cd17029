package io.gatefarm.gateway.http;

import io.gatefarm.gateway.config.TlsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's certificate, for TLS 1.2 and 1.3. When its files change, new connections get the new one. */
final class Certificate {
    private static final Logger log = LoggerFactory.getLogger(Certificate.class);

    private final TlsConfig files;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();

    /** Owned by whoever calls {@link #renew}. */
    private FileTime loaded;

    private Certificate(TlsConfig files) throws IOException {
        this.files = files;
        use(factory, PemKeyStore.load(files.certificates(), files.key()));
        this.loaded = modified();
        factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        factory.setSniRequired(false); // clients may connect by address
    }

    /** @throws IllegalArgumentException that names the file and what is wrong with it, never what is in it */
    static Certificate load(TlsConfig files) {
        try {
            return new Certificate(files);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + e.getMessage(), e);
        }
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    private static void use(SslContextFactory.Server factory, KeyStore keys) {
        factory.setKeyStore(keys);
        factory.setKeyStorePassword(PemKeyStore.PASSWORD);
    }

    private FileTime modified() throws IOException {
        FileTime certificates = Files.getLastModifiedTime(files.certificates());
        FileTime key = Files.getLastModifiedTime(files.key());
        return certificates.compareTo(key) > 0 ? certificates : key;
    }

    /** Looks whether the files have changed. Files that cannot be used, as while they are being replaced, change nothing. */
    void renew() {
        try {
            FileTime now = modified();
            if (now.equals(loaded)) {
                return;
            }
            KeyStore keys = PemKeyStore.load(files.certificates(), files.key());
            factory.reload(reloaded -> use((SslContextFactory.Server) reloaded, keys));
            loaded = now;
            log.info("certificate renewed from {}", files.certificates());
        } catch (Exception e) { // Jetty's reload throws any
            log.warn("certificate is not renewed: {}", e.getMessage());
        }
    }
}
