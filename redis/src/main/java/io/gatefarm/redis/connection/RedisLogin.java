package io.gatefarm.redis.connection;

import io.lettuce.core.RedisCredentials;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who this process is to Redis. Immutable; never prints the password.
 *
 * @param user an ACL user; "" is Redis's user {@code default}
 * @param password "" when a file holds it
 * @param passwordFile its text without line ends at its end is the password; read at every connect and reconnect, so that a new
 *     password takes effect without a restart
 */
public record RedisLogin(
        String user, String password, @Nullable Path passwordFile) {
    /** No login but what the URI says. */
    public static final RedisLogin NONE = new RedisLogin("", "", null);

    static final String DEFAULT_USER = "default";

    public RedisLogin {
        if (!password.isEmpty() && passwordFile != null) {
            throw new IllegalArgumentException("a Redis password is given, and a file with one: " + passwordFile);
        }
        if (!user.isEmpty() && password.isEmpty() && passwordFile == null) {
            throw new IllegalArgumentException("Redis user " + user + " needs a password");
        }
    }

    /** @param user "" for the default user */
    public static RedisLogin of(String user, String password) {
        return new RedisLogin(user, password, null);
    }

    /** @param user "" for the default user */
    public static RedisLogin fromFile(String user, Path passwordFile) {
        return new RedisLogin(user, "", passwordFile);
    }

    String userOrDefault() {
        return user.isEmpty() ? DEFAULT_USER : user;
    }

    /** As of now: reads the file. */
    RedisCredentials credentials() {
        return RedisCredentials.just(userOrDefault(), passwordFile == null ? password : read(passwordFile));
    }

    /**
     * The password in a file.
     *
     * @throws IllegalArgumentException that names the file when it cannot be read or is empty
     */
    public static String read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("no such file: " + file, e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not a text in UTF-8: " + file, e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + file, e);
        }
        String password = text.replaceFirst("[\\r\\n]+$", "");
        if (password.isEmpty()) {
            throw new IllegalArgumentException("holds no password: " + file);
        }
        return password;
    }

    @Override
    public String toString() {
        return "RedisLogin[" + userOrDefault() + "]";
    }
}
