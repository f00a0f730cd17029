package io.gatefarm.gateway;

import java.util.Optional;

/** The version of this build, as its jar says it. */
final class Version {
    static final String OWN = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
            .orElse("development");

    private Version() {}
}
