// SPDX-License-Identifier: Apache-2.0
/** What packets leave for later: open checksums and segments to be cut; merging, cutting, and virtio's way to say it. */
package net.vireo.port.offload;
