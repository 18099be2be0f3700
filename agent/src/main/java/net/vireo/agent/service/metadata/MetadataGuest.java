// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.metadata;

/**
 * Who asks.
 *
 * @param address the guest's fixed address, in text
 * @param instanceId the machine's UUID
 * @param tenantId the project's UUID
 */
public record MetadataGuest(String address, String instanceId, String tenantId) {
    /** Headers are made of these: what could end a line would make more of them. */
    public MetadataGuest {
        for (final String value : new String[] {address, instanceId, tenantId}) {
            if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new IllegalArgumentException("metadata of a guest: \"" + value
                        + "\" cannot be a header's value (expected an address, and UUIDs without dashes or with)");
            }
        }
    }
}
