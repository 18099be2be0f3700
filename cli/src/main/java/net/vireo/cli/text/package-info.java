// SPDX-License-Identifier: Apache-2.0
/** Addresses as people write them, and JSON. */
package net.vireo.cli.text;
