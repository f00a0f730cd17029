package io.gatefarm.redis.connection;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a connect failed, in words for the operator. The driver often says only that the connection was closed; one plain PING to
 * the port then tells whether it speaks TLS.
 */
final class ConnectFailure {
    private static final int PROBE_MS = 1000;
    private static final Pattern LOGIN_WORDS = Pattern.compile("^(WRONGPASS|NOAUTH|NOPERM)|AUTH");

    private ConnectFailure() {}

    static RedisUnavailableException of(RedisConfig config, Throwable failure) {
        return of(config, config.toLettuce(), "", failure);
    }

    /**
     * @param server which did not let itself be connected to
     * @param which of several servers it is, for people
     */
    static RedisUnavailableException of(RedisConfig config, RedisURI server, String which, Throwable failure) {
        ConnectProblem problem = problem(config, server, failure);
        return of(config, problem, which + why(config, problem, failure), failure);
    }

    static RedisUnavailableException of(RedisConfig config, ConnectProblem problem, String why, Throwable failure) {
        return new RedisUnavailableException(
                "cannot connect to Redis at " + config.address() + ": " + why, failure, problem);
    }

    private static String why(RedisConfig config, ConnectProblem problem, Throwable failure) {
        String words = String.valueOf(root(failure).getMessage()); // Redis's or the JDK's
        return switch (problem) {
            case ADDRESS, MASTER_NAME, SENTINEL_LOGIN -> words;
            case PLAIN_PORT -> "it does not speak TLS, so the URI should be redis://";
            case TLS_PORT -> "it does not speak plain Redis; if it speaks TLS, the URI should be rediss://";
            case SERVER_CERTIFICATE -> "its certificate is not trusted: " + words;
            case CLIENT_CERTIFICATE ->
                (config.tls().certFile() == null
                                ? "it wants a client certificate: "
                                : "it does not take the client certificate: ")
                        + words;
            case LOGIN ->
                find(failure, IllegalArgumentException.class)
                        .map(file -> "no password for user " + config.user() + ": " + file.getMessage())
                        .orElse("it refuses user " + config.user() + ": "
                                + (isClosed(words) ? "wrong user or password" : words));
        };
    }

    private static ConnectProblem problem(RedisConfig config, RedisURI server, Throwable failure) {
        Optional<String> answer =
                find(failure, RedisCommandExecutionException.class).map(Throwable::getMessage);
        if (answer.isPresent()) {
            return LOGIN_WORDS.matcher(answer.get()).find() ? ConnectProblem.LOGIN : ConnectProblem.ADDRESS;
        }
        if (find(failure, IllegalArgumentException.class).isPresent()) { // of the password's file
            return ConnectProblem.LOGIN;
        }
        if (find(failure, CertificateException.class).isPresent()
                || find(failure, CertPathBuilderException.class).isPresent()) {
            return ConnectProblem.SERVER_CERTIFICATE;
        }
        String words = String.valueOf(root(failure).getMessage());
        boolean closed = isClosed(words);
        return switch (probe(server)) {
            case NOTHING -> ConnectProblem.ADDRESS;
            case REDIS ->
                config.usesTls() ? ConnectProblem.PLAIN_PORT : closed ? ConnectProblem.LOGIN : ConnectProblem.ADDRESS;
            case OTHER -> config.usesTls() ? byTls(config, words, closed) : ConnectProblem.TLS_PORT;
        };
    }

    private static ConnectProblem byTls(RedisConfig config, String words, boolean closed) {
        if (words.contains("fatal alert") || (closed && config.tls().certFile() == null)) {
            return ConnectProblem.CLIENT_CERTIFICATE;
        }
        return closed ? ConnectProblem.LOGIN : ConnectProblem.ADDRESS;
    }

    /** The driver's words for a connection that the other side ended before it was ready; the last when that was at once. */
    static boolean isClosed(String words) {
        return words.contains("closed prematurely")
                || words.contains("Connection reset")
                || words.contains("RedisHandshakeHandler not registered");
    }

    private enum Speaks {
        REDIS,
        OTHER,
        NOTHING
    }

    private static Speaks probe(RedisURI uri) {
        if (uri.getSocket() != null) {
            return Files.exists(Path.of(uri.getSocket())) ? Speaks.REDIS : Speaks.NOTHING; // a file: no TLS there
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), PROBE_MS);
            return ping(socket);
        } catch (IOException e) {
            return Speaks.NOTHING;
        }
    }

    private static Speaks ping(Socket socket) {
        try {
            socket.setSoTimeout(PROBE_MS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            int first = socket.getInputStream().read();
            return first == '+' || first == '-' ? Speaks.REDIS : Speaks.OTHER; // PONG, or an error such as NOAUTH
        } catch (SocketTimeoutException e) {
            return Speaks.NOTHING; // a server of TLS closes at once
        } catch (IOException e) {
            return Speaks.OTHER;
        }
    }

    static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
