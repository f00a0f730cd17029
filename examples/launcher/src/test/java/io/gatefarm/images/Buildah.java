package io.gatefarm.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's buildah on a store of its own, without an engine, without namespaces and without a registry. */
final class Buildah {
    private static final long PATIENCE_S = 120;

    private final Path folder;

    Buildah(Path folder) {
        this.folder = folder;
    }

    /**
     * Builds one target of the repository's Dockerfile on a base. Without {@code --layers}, which copies the base once for each
     * line of the file: so the images of a build's stages are deleted at its end, also one that has got a name before.
     */
    void build(Path context, String base, String target, String image, String... options) {
        List<String> command = new ArrayList<>(List.of("bud", "--quiet", "--timestamp", "0", "--pull-never"));
        command.addAll(List.of("--build-arg", "BASE=" + base, "--target", target, "--tag", image));
        command.addAll(List.of(options));
        command.add(context.toString());
        run(command);
    }

    /** Builds a Dockerfile that names its base itself. */
    void build(Path context, String image) {
        run(List.of("bud", "--quiet", "--timestamp", "0", "--pull-never", "--tag", image, context.toString()));
    }

    /** An image of one layer that holds the folder's files, for that architecture. */
    void image(Path root, String architecture, String path, String image) {
        String container = run(List.of("from", "scratch"));
        run(List.of("copy", "--quiet", container, root.toString(), "/"));
        run(List.of("config", "--arch", architecture, "--env", "PATH=" + path, container));
        run(List.of("commit", "--quiet", "--rm", container, image));
    }

    /** What the image says about itself, as the OCI format has it. */
    JsonObject inspect(String image) {
        return JsonParser.parseString(run(List.of("inspect", "--type", "image", image)))
                .getAsJsonObject()
                .getAsJsonObject("OCIv1");
    }

    /** Unpacks the image; returns the folder that is its root. */
    Path unpack(String image) {
        String container = run(List.of("from", "--pull-never", image));
        return Path.of(run(List.of("mount", container)));
    }

    String id(String image) {
        return run(List.of("images", "--quiet", "--no-trunc", image));
    }

    /** Returns what it printed, stripped. */
    private String run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("buildah", "--storage-driver", "vfs"));
        command.addAll(List.of("--root", folder.resolve("store").toString()));
        command.addAll(List.of("--runroot", folder.resolve("run").toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().put("BUILDAH_ISOLATION", "chroot");
        try {
            Path errors = Files.createTempFile(folder, "buildah", ".log");
            Process process = builder.redirectError(errors.toFile()).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as("%s: %s", arguments, Files.readString(errors))
                    .isZero();
            return printed.strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
