package io.gatefarm.redis.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A CA of one's own with certificates for tests and development, as PEM files: made by the JDK's {@code keytool}, valid for a
 * week, trusted by nobody else. Owned by one thread; making one takes a second or two.
 */
public final class LocalCertificates {
    private static final String PASSWORD = "changeit"; // of the key stores from which the PEM files are written

    private final Path folder;
    private final Pem server;
    private final Pem client;

    /**
     * A certificate and its private key, not encrypted.
     *
     * @param certificate PEM
     * @param key PEM, PKCS#8
     */
    public record Pem(Path certificate, Path key) {}

    private LocalCertificates(Path folder) {
        this.folder = folder;
        keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-dname",
                "CN=Gatefarm local CA",
                "-ext",
                "bc:c",
                "-keystore",
                store("ca"));
        write("ca");
        this.server = issue("server", "san=dns:localhost,ip:127.0.0.1");
        this.client = issue("client", "san=dns:client");
    }

    /**
     * Makes a CA, and by it a certificate for a server at {@code localhost} and 127.0.0.1 and one for a client.
     *
     * @param folder gets all files
     * @throws UncheckedIOException when they cannot be made
     */
    public static LocalCertificates create(Path folder) {
        return new LocalCertificates(folder);
    }

    /** The CA's certificate, PEM. */
    public Path ca() {
        return folder.resolve("ca.pem");
    }

    /** For a server at {@code localhost} and 127.0.0.1. */
    public Pem server() {
        return server;
    }

    /** For a client. */
    public Pem client() {
        return client;
    }

    /**
     * One more certificate.
     *
     * @param name of its files
     * @param extension in keytool's words, such as {@code san=dns:other.example}
     */
    public Pem issue(String name, String extension) {
        String request = folder.resolve(name + ".csr").toString();
        String answer = folder.resolve(name + ".crt").toString();
        keytool("-genkeypair", "-alias", name, "-dname", "CN=" + name, "-keystore", store(name));
        keytool("-certreq", "-alias", name, "-file", request, "-keystore", store(name));
        keytool(
                "-gencert",
                "-alias",
                "ca",
                "-ext",
                extension,
                "-rfc",
                "-infile",
                request,
                "-outfile",
                answer,
                "-keystore",
                store("ca"));
        write(name);
        try {
            Files.move(Path.of(answer), folder.resolve(name + ".pem"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Pem(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    }

    private String store(String name) {
        return folder.resolve(name + ".p12").toString();
    }

    /** Writes certificate and key of a key store as PEM. */
    private void write(String name) {
        try (InputStream in = Files.newInputStream(Path.of(store(name)))) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            byte[] key = keys.getKey(name, PASSWORD.toCharArray()).getEncoded();
            Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", key));
            byte[] certificate = keys.getCertificate(name).getEncoded();
            Files.writeString(folder.resolve(name + ".pem"), pem("CERTIFICATE", certificate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String type, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }

    private static void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC")); // lives for a moment
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        if (command.contains("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "7"));
        } else if (command.contains("-gencert")) {
            command.addAll(List.of("-validity", "7"));
        }
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new UncheckedIOException(new IOException("keytool failed: " + output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }
}
