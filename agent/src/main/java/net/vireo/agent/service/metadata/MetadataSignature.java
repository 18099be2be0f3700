// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.metadata;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof that a request came through somebody who knows the shared secret: HMAC-SHA256 of the instance's id, in
 * hexadecimal, as Nova checks it. One thread.
 */
public final class MetadataSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    /**
     * @param secret shared with the metadata service; not empty
     * @throws IllegalArgumentException empty
     */
    public MetadataSignature(final String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("the metadata service's shared secret is empty: set it on both sides");
        }
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (final NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    /** 64 hexadecimal digits. */
    public String of(final String instanceId) {
        return HexFormat.of().formatHex(mac.doFinal(instanceId.getBytes(StandardCharsets.UTF_8)));
    }
}
