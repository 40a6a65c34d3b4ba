/**
 * What the template says, in one test file: loading the CDK and making a template cost more than all that is asked of
 * them.
 */
import './template/parts';
import './template/api';
import './template/alarms';
import './template/permissions';
import './template/options';
import './template/firewall';
import './template/nag';
