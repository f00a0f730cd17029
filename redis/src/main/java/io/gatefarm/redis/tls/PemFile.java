package io.gatefarm.redis.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys in PEM files (RFC 7468): for TLS to Redis looked at beforehand, since the driver tells only at a connect
 * and not which file; for TLS to clients read. Every method throws {@link IllegalArgumentException} that names the file; no message shows what a file holds.
 */
public final class PemFile {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final List<String> KEY_TYPES = List.of("RSA", "EC", "EdDSA");

    private PemFile() {}

    /** All certificates of the file; at least one. */
    public static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> found = new ArrayList<>();
        Matcher block = BLOCK.matcher(read(file));
        while (block.find()) {
            if (block.group(1).equals("CERTIFICATE")) {
                found.add(certificate(file, block.group(2)));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no certificate in PEM (BEGIN CERTIFICATE) in " + file);
        }
        return found;
    }

    private static X509Certificate certificate(Path file, String base64) {
        try {
            var in = new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64));
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("damaged certificate in " + file, e);
        }
    }

    /** The private key of the file. */
    public static PrivateKey privateKey(Path file) {
        Matcher block = BLOCK.matcher(read(file));
        while (block.find()) {
            String type = block.group(1);
            if (type.equals("PRIVATE KEY")) {
                return privateKey(file, block.group(2));
            }
            if (type.endsWith("PRIVATE KEY")) {
                throw new IllegalArgumentException("the key must be PKCS#8 and not encrypted (BEGIN PRIVATE KEY, from "
                        + "openssl pkcs8 -topk8 -nocrypt), but BEGIN " + type + " stands in " + file);
            }
        }
        throw new IllegalArgumentException("no private key in PEM (BEGIN PRIVATE KEY) in " + file);
    }

    private static PrivateKey privateKey(Path file, String base64) {
        return KEY_TYPES.stream()
                .flatMap(type -> privateKey(type, base64).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "damaged private key, or none of " + String.join(", ", KEY_TYPES) + ", in " + file));
    }

    /** Empty when it is of another type, or damaged. */
    private static Optional<PrivateKey> privateKey(String type, String base64) {
        try {
            var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
            return Optional.of(KeyFactory.getInstance(type).generatePrivate(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Looks whether the key is that of the file's first certificate: else the other side would only close the connection. */
    public static void checkPair(Path certificates, Path key) {
        PublicKey publicKey = certificates(certificates).get(0).getPublicKey();
        PrivateKey privateKey = privateKey(key);
        boolean fits;
        try {
            fits = signs(privateKey, publicKey);
        } catch (GeneralSecurityException e) {
            fits = false;
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "the key in " + key + " is not that of the (first) certificate in " + certificates);
        }
    }

    private static boolean signs(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        if (!privateKey.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        byte[] text = "a key and its certificate".getBytes(StandardCharsets.US_ASCII);
        var signature = Signature.getInstance(
                switch (privateKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                });
        signature.initSign(privateKey);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(text);
        return signature.verify(signed);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1); // any bytes: one that is not PEM is told below
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("no such file: " + file, e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + file, e);
        }
    }
}
