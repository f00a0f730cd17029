package io.gatefarm.gateway.config;

import java.nio.file.Path;

/**
 * The gateway's certificate.
 *
 * @param certificates PEM file: the certificate, then those that lead to its authority
 * @param key PEM file: its private key, PKCS#8, not encrypted
 */
public record TlsConfig(Path certificates, Path key) {}
