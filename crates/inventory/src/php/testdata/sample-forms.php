<?php
/**
 * The main file of the plugin.
 *
 * @package           SampleForms
 *
 * @wordpress-plugin
 * Plugin Name:       Sample Forms & More
 * Plugin URI:        https://example.org/forms
 * Description:       Version: not this one.
 * Version:           5.1.6
 * Requires at least: 5.2
 * Author:            Nobody
 * License:           GPL v2 or later
 * Text Domain:       sample-forms
 */

defined( 'ABSPATH' ) || exit;
