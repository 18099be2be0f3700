// SPDX-License-Identifier: Apache-2.0
/** Which build this is. */
package net.vireo.cli.version;
