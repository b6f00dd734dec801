"""All tables at once, for a new installation; an older one takes the steps this replaces."""

import actionplans.models.imports
import coalition.models.attachments
import django.core.validators
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


def guard(apps, schema_editor):
    """A frozen report is neither changed nor deleted, whoever asks."""
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute("""
            CREATE FUNCTION refuse_to_touch_a_frozen_report() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'a frozen report stays as it is' USING ERRCODE = 'check_violation';
            END $$ LANGUAGE plpgsql
        """)
        schema_editor.execute("""
            CREATE TRIGGER frozen_report_stays BEFORE UPDATE OR DELETE ON actionplans_frozenreport
            FOR EACH ROW EXECUTE FUNCTION refuse_to_touch_a_frozen_report()
        """)
        return
    for deed in ('UPDATE', 'DELETE'):
        schema_editor.execute(f"""
            CREATE TRIGGER frozen_report_stays_{deed} BEFORE {deed} ON actionplans_frozenreport
            BEGIN SELECT RAISE(ABORT, 'a frozen report stays as it is'); END
        """)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('DROP TRIGGER frozen_report_stays ON actionplans_frozenreport')
        schema_editor.execute('DROP FUNCTION refuse_to_touch_a_frozen_report()')
        return
    for deed in ('UPDATE', 'DELETE'):
        schema_editor.execute(f'DROP TRIGGER frozen_report_stays_{deed}')


class Migration(migrations.Migration):

    replaces = [('actionplans', '0001_initial'), ('actionplans', '0002_initial'), ('actionplans', '0003_initial'), ('actionplans', '0004_desk'), ('actionplans', '0004_documents'), ('actionplans', '0004_editing'), ('actionplans', '0004_importing'), ('actionplans', '0004_reporting'), ('actionplans', '0004_rounds'), ('actionplans', '0005_donor'), ('actionplans', '0005_joint'), ('actionplans', '0006_imported_drafts'), ('actionplans', '0007_mornings'), ('actionplans', '0008_proposals'), ('actionplans', '0009_answers')]

    initial = True

    dependencies = [
        ('cities', '0001_squashed'),
        ('coalition', '0001_squashed'),
        ('workinggroups', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActionPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], default='ru', max_length=5, verbose_name='language')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('kind', models.CharField(default='integrated', max_length=40, verbose_name='kind')),
                ('title', models.CharField(max_length=400, verbose_name='title')),
                ('period_start', models.DateField(verbose_name='from')),
                ('period_end', models.DateField(verbose_name='to')),
                ('state', models.CharField(choices=[('draft', 'being prepared'), ('on_review', 'before the approver'), ('adopted', 'adopted'), ('archived', 'ended, kept'), ('withdrawn', 'withdrawn by the city')], default='draft', max_length=10)),
                ('is_current', models.BooleanField(default=True)),
                ('is_example', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('edition', models.PositiveIntegerField(default=0)),
                ('adopted_on', models.DateField(blank=True, null=True, verbose_name='adopted on')),
                ('act_kind', models.CharField(blank=True, max_length=100, verbose_name='kind of act')),
                ('act_number', models.CharField(blank=True, max_length=60, verbose_name='number of the act')),
                ('act_signatory', models.CharField(blank=True, max_length=200, verbose_name='signed by (post)')),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='cities.city')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='coalition.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('city',), name='one_current_plan_per_city', violation_error_message='The city already has a current plan.'), models.CheckConstraint(condition=models.Q(('period_end__gte', models.F('period_start'))), name='plan_ends_after_it_begins', violation_error_message='The plan ends before it begins.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'adopted'), _negated=True), models.Q(('adopted_on__isnull', False), ('edition__gte', 1)), _connector='OR'), name='an_adopted_plan_has_its_date_and_edition')],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], default='ru', max_length=5, verbose_name='language')),
                ('code', models.CharField(max_length=10, verbose_name='number')),
                ('title', models.CharField(max_length=400, verbose_name='title')),
                ('position', models.PositiveIntegerField(default=0)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='actionplans.actionplan')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'code'), name='one_goal_per_code')],
            },
        ),
        migrations.CreateModel(
            name='Direction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], default='ru', max_length=5, verbose_name='language')),
                ('code', models.CharField(max_length=12, verbose_name='number')),
                ('key', models.CharField(blank=True, max_length=40, verbose_name='kind of direction')),
                ('title', models.CharField(max_length=400, verbose_name='title')),
                ('position', models.PositiveIntegerField(default=0)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='directions', to='actionplans.goal')),
            ],
            options={
                'ordering': ['goal__position', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('goal', 'code'), name='one_direction_per_code')],
            },
        ),
        migrations.CreateModel(
            name='CityFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField()),
                ('counted', models.JSONField()),
                ('city', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='cities.city')),
            ],
        ),
        migrations.CreateModel(
            name='CityLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='number of the letter')),
                ('date', models.DateField(verbose_name='date of the letter')),
                ('sender', models.CharField(max_length=200, verbose_name='who signed it')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='cities.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'number', 'date'), name='one_letter_per_number_and_date')],
            },
        ),
        migrations.CreateModel(
            name='ReportingRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('quarter', 'calendar quarter'), ('half_year', 'half-year'), ('japanese_fiscal_year', 'Japanese fiscal year (April to March)')], default='quarter', max_length=20, verbose_name='period')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='to')),
                ('opens_on', models.DateField(verbose_name='opened on')),
                ('submit_by', models.DateField(verbose_name='reports are awaited by')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-ends_on', '-starts_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'starts_on'), name='one_round_per_period'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='round_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('opens_on__gt', models.F('ends_on'))), name='round_opens_after_its_period'), models.CheckConstraint(condition=models.Q(('submit_by__gte', models.F('opens_on'))), name='round_waits_after_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='CityReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', 'prepared by the city'), ('submitted', 'sent'), ('clarification', 'proposals for clarification'), ('answered', 'answers sent'), ('closed', 'overview completed')], default='open', max_length=13)),
                ('version', models.PositiveIntegerField(default=1)),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], default='ru', max_length=5, verbose_name='language')),
                ('covering', models.TextField(blank=True, verbose_name='covering words')),
                ('submitted_at', models.DateTimeField(null=True)),
                ('proposed_at', models.DateTimeField(null=True)),
                ('answer_by', models.DateField(blank=True, null=True, verbose_name='answers are awaited by')),
                ('answered_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('no_remarks', 'no remarks'), ('city_position', "the city's position")], max_length=13)),
                ('position', models.TextField(blank=True, verbose_name="the city's position")),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='cities.city')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='actionplans.reportinground')),
            ],
            options={
                'ordering': ['-round__ends_on', '-round__starts_on', 'round', 'city__position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), ('submitted_at', None)), models.Q(models.Q(('state', 'open'), _negated=True), ('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='a_sent_report_has_its_sender'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('clarification', 'answered')), _negated=True), models.Q(('proposed_at__isnull', False), ('proposed_by__isnull', False)), _connector='OR'), name='proposals_have_their_sender'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='answers_have_their_sender'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('state', 'closed'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None), ('closed_by', None), ('outcome', '')), _connector='OR'), name='a_closed_report_has_its_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'city_position'), models.Q(('position', ''), _negated=True)), models.Q(models.Q(('outcome', 'city_position'), _negated=True), ('position', '')), _connector='OR'), name='the_citys_position_has_its_words'), models.UniqueConstraint(fields=('round', 'city'), name='one_report_per_city_and_round')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], default='ru', max_length=5, verbose_name='language')),
                ('code', models.CharField(max_length=20, verbose_name='number')),
                ('position', models.PositiveIntegerField(default=0)),
                ('title', models.CharField(max_length=400, verbose_name='measure')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('expected_result', models.TextField(blank=True, verbose_name='expected result')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='kind')),
                ('start_on', models.DateField(blank=True, null=True, verbose_name='begins')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                ('due_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('quarter', 'quarter'), ('half_year', 'half-year'), ('year', 'year')], default='day', max_length=10, verbose_name='the due date is exact to')),
                ('priority', models.CharField(blank=True, max_length=10, verbose_name='priority')),
                ('location', models.CharField(blank=True, max_length=300, verbose_name='where')),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('visibility', models.CharField(choices=[('city', "the city's people"), ('public', 'everybody')], default='public', max_length=10, verbose_name='seen by')),
                ('state', models.CharField(choices=[('standing', 'in the plan'), ('superseded', 'replaced by another measure'), ('removed', 'taken out of the plan')], default='standing', max_length=12)),
                ('version', models.PositiveIntegerField(default=1)),
                ('folded', models.TextField(default='', editable=False)),
                ('changed_at', models.DateTimeField()),
                ('direction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='actionplans.direction')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='actionplans.actionplan')),
                ('superseded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supersedes', to='actionplans.measure')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'indexes': [models.Index(fields=['plan', 'position'], name='actionplans_plan_id_961770_idx')],
                'constraints': [models.UniqueConstraint(fields=('plan', 'code'), name='one_measure_per_code', violation_error_message='This number is already taken in the plan.'), models.CheckConstraint(condition=models.Q(('start_on', None), ('due_on', None), ('due_on__gte', models.F('start_on')), _connector='OR'), name='measure_is_due_after_it_begins', violation_error_message='The due date is before the beginning.')],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('not_started', 'Not started'), ('in_progress', 'In progress'), ('suspended', 'Suspended'), ('completed', 'Completed'), ('cancelled', 'Cancelled')], default='not_started', max_length=12, verbose_name='status')),
                ('percent', models.PositiveSmallIntegerField(default=0, verbose_name='percent done')),
                ('finance', models.CharField(choices=[('unknown', 'not known'), ('seeking', 'being sought'), ('partly', 'partly secured'), ('secured', 'secured'), ('not_needed', 'not needed')], default='unknown', max_length=10, verbose_name='money')),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], default='ru', max_length=5, verbose_name='language')),
                ('words', models.TextField(blank=True, verbose_name='what the city does')),
                ('lead', models.CharField(blank=True, max_length=250, verbose_name='who leads it in the city')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name="the city's own due date")),
                ('due_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('quarter', 'quarter'), ('half_year', 'half-year'), ('year', 'year')], default='day', max_length=10)),
                ('visibility', models.CharField(choices=[('city', "the city's people"), ('public', 'everybody')], default='public', max_length=10, verbose_name='seen by')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left the joint measure on')),
                ('edition', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('reported_on', models.DateField(blank=True, null=True)),
                ('changed_at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='cities.city')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='actionplans.measure')),
            ],
            options={
                'ordering': ['city__position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='percent_is_at_most_100', violation_error_message='The percentage is between 0 and 100.'), models.UniqueConstraint(fields=('measure', 'city'), name='one_contribution_per_city_and_measure')],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40, verbose_name='source')),
                ('amount', models.DecimalField(decimal_places=3, max_digits=16, verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('scale', models.PositiveIntegerField(choices=[(1, 'units'), (1000, 'thousand'), (1000000, 'million'), (1000000000, 'billion')], default=1000000, verbose_name='in')),
                ('price_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='in prices of')),
                ('secured', models.DecimalField(decimal_places=3, default=Decimal('0'), max_digits=16, verbose_name='of which secured')),
                ('comment', models.CharField(blank=True, max_length=300, verbose_name='comment')),
                ('position', models.PositiveIntegerField(default=0)),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budget_lines', to='actionplans.contribution')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('secured__gte', 0)), name='money_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('reminded_on', models.DateField(null=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='digest', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='DirectionTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('kind', models.CharField(choices=[('human', 'translated by a person'), ('machine', 'machine translation')], default='human', max_length=10)),
                ('of_version', models.PositiveIntegerField(default=1)),
                ('title', models.CharField(max_length=400)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('direction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='actionplans.direction')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('direction', 'lang'), name='one_translation_of_direction_per_language')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('adopted_on', models.DateField()),
                ('act_kind', models.CharField(blank=True, max_length=100)),
                ('act_number', models.CharField(blank=True, max_length=60)),
                ('act_signatory', models.CharField(blank=True, max_length=200)),
                ('is_shown', models.BooleanField(default=True, verbose_name='everybody sees it')),
                ('shows_scan', models.BooleanField(default=False, verbose_name='everybody sees the scan of the act')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='actionplans.actionplan')),
                ('scan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coalition.attachment')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='one_edition_per_number')],
            },
        ),
        migrations.CreateModel(
            name='FrozenReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='frozen', to='actionplans.cityreport')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('sha256', ''), _negated=True), name='a_frozen_report_has_its_fingerprint')],
            },
        ),
        migrations.CreateModel(
            name='GoalTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('kind', models.CharField(choices=[('human', 'translated by a person'), ('machine', 'machine translation')], default='human', max_length=10)),
                ('of_version', models.PositiveIntegerField(default=1)),
                ('title', models.CharField(max_length=400)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='actionplans.goal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('goal', 'lang'), name='one_translation_of_goal_per_language')],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('names', models.JSONField(verbose_name='indicator, by language')),
                ('units', models.JSONField(blank=True, default=dict, verbose_name='unit, by language')),
                ('kind', models.CharField(choices=[('output', 'output'), ('outcome', 'outcome')], default='output', max_length=10)),
                ('better', models.CharField(choices=[('higher', 'more is better'), ('lower', 'less is better')], default='higher', max_length=10)),
                ('baseline', models.DecimalField(blank=True, decimal_places=3, max_digits=16, null=True)),
                ('baseline_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('target', models.DecimalField(blank=True, decimal_places=3, max_digits=16, null=True)),
                ('target_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source of data')),
                ('position', models.PositiveIntegerField(default=0)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='actionplans.measure')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Executor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'lead implementer'), ('co', 'co-implementer'), ('support', 'support')], max_length=10, verbose_name='role')),
                ('department', models.CharField(blank=True, max_length=40, verbose_name='office')),
                ('name', models.CharField(blank=True, max_length=250, verbose_name='name of the office')),
                ('by_agreement', models.BooleanField(default=False, verbose_name='subject to agreement')),
                ('position', models.PositiveIntegerField(default=0)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='executors', to='actionplans.measure')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('role', 'lead')), fields=('measure',), name='one_lead_per_measure'), models.CheckConstraint(condition=models.Q(('department', ''), ('name', ''), _negated=True), name='executor_is_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='what it is')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('visibility', models.CharField(choices=[('city', "the city's people"), ('public', 'everybody')], default='city', max_length=10, verbose_name='seen by')),
                ('at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('attachment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coalition.attachment')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='actionplans.measure')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('attachment', None), models.Q(('url', ''), _negated=True)), models.Q(('attachment__isnull', False), ('url', '')), _connector='OR'), name='evidence_is_a_file_or_a_link')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='number of the measure')),
                ('text', models.TextField(verbose_name='correction')),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], default='ru', max_length=5, verbose_name='language')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='actionplans.cityreport')),
                ('measure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='corrections', to='actionplans.measure')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('name', models.CharField(max_length=200, verbose_name='name of the file')),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('file', models.FileField(max_length=200, storage=coalition.models.attachments.private_storage, upload_to=actionplans.models.imports.stored_name)),
                ('state', models.CharField(choices=[('reading', 'is being read'), ('ready', 'waits for a look'), ('failed', 'could not be read'), ('accepted', 'accepted'), ('left', 'not taken')], default='reading', max_length=10)),
                ('layout', models.JSONField(null=True)),
                ('fallback', models.BigIntegerField(null=True)),
                ('result', models.JSONField(null=True)),
                ('language', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], default='ru', max_length=5)),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='cities.city')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='coalition.job')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['city', '-id'], name='actionplans_city_id_7fb7db_idx')],
            },
        ),
        migrations.CreateModel(
            name='MeasureDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('state', models.CharField(choices=[('open', 'waits for adoption'), ('returned', 'returned with a note'), ('adopted', 'adopted'), ('withdrawn', 'withdrawn')], default='open', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='why')),
                ('at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True, verbose_name='note of the approver')),
                ('patch', models.JSONField()),
                ('base_version', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='drafts', to='actionplans.edition')),
                ('measure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='actionplans.measure')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='actionplans.actionplan')),
                ('imported', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='drafts', to='actionplans.planimport')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'returned'))), fields=('measure',), name='one_waiting_draft_per_measure', violation_error_message='A change of this measure already waits.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='draft_decided_at_and_by_go_together')],
            },
        ),
        migrations.CreateModel(
            name='Coordination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(verbose_name='until')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='handed over on')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coordinations', to='cities.city')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coordinations', to='actionplans.measure')),
                ('agreed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='actionplans.measuredraft')),
            ],
            options={
                'ordering': ['-since', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('measure',), name='one_coordinating_city_at_a_time'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='coordination_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='CityProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='what is proposed')),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], max_length=5)),
                ('measure_title', models.CharField(blank=True, max_length=400)),
                ('office', models.CharField(blank=True, max_length=300)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('new', 'not answered yet'), ('taken', 'taken into the plan as a draft'), ('has', 'the plan has it already'), ('aside', 'put aside')], default='new', max_length=10)),
                ('received_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('words', models.CharField(blank=True, max_length=400, verbose_name='why')),
                ('known_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='cities.city')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workinggroups.decision')),
                ('known_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.measure')),
                ('draft', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.measuredraft')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('city', 'decision'), name='one_proposal_per_city_and_decision'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('state', 'new'), ('words', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state__in', ('taken', 'has', 'aside'))), _connector='OR'), name='a_proposal_is_answered_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('draft__isnull', False), ('state', 'taken')), models.Q(models.Q(('state', 'taken'), _negated=True), ('draft', None)), _connector='OR'), name='what_was_taken_up_has_its_draft'), models.CheckConstraint(condition=models.Q(models.Q(('measure__isnull', False), ('state', 'has')), models.Q(models.Q(('state', 'has'), _negated=True), ('measure', None)), _connector='OR'), name='what_the_plan_has_names_its_measure'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'new'), _negated=True), ('known_at', None), _connector='OR'), name='a_group_learns_of_answers_only'), models.CheckConstraint(condition=models.Q(models.Q(('known_at', None), ('known_by', None)), models.Q(('known_at__isnull', False), ('known_by__isnull', False)), _connector='OR'), name='proposal_known_at_and_by_go_together')],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('act_kind', models.CharField(blank=True, max_length=100, verbose_name='kind of act')),
                ('act_number', models.CharField(blank=True, max_length=60, verbose_name='number of the act')),
                ('act_date', models.DateField(blank=True, null=True, verbose_name='date of the act')),
                ('version', models.PositiveIntegerField()),
                ('agrees', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='actionplans.measuredraft')),
            ],
            options={
                'ordering': ['city__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('draft', 'city', 'version'), name='one_word_per_city_and_version')],
            },
        ),
        migrations.CreateModel(
            name='MeasureTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=60)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='actionplans.measure')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['scheme', 'key'], name='actionplans_scheme_893efc_idx')],
                'constraints': [models.UniqueConstraint(fields=('measure', 'scheme', 'key'), name='one_term_per_measure')],
            },
        ),
        migrations.CreateModel(
            name='MeasureTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('kind', models.CharField(choices=[('human', 'translated by a person'), ('machine', 'machine translation')], default='human', max_length=10)),
                ('of_version', models.PositiveIntegerField(default=1)),
                ('title', models.CharField(max_length=400)),
                ('description', models.TextField(blank=True)),
                ('expected_result', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='actionplans.measure')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('measure', 'lang'), name='one_translation_of_measure_per_language')],
            },
        ),
        migrations.CreateModel(
            name='MeasureWatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='actionplans.contribution')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watched_measures', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'contribution'), name='one_watch_per_person_and_measure')],
            },
        ),
        migrations.CreateModel(
            name='MeasureWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stem', models.CharField(max_length=12)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='actionplans.measure')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('stem', 'measure'), name='one_word_per_measure')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300, verbose_name='step')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done')),
                ('position', models.PositiveIntegerField(default=0)),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='actionplans.contribution')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OperationalRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='month')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('per_dollar', models.DecimalField(decimal_places=4, max_digits=14, validators=[django.core.validators.MinValueValidator(0)], verbose_name='for one US dollar')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('is_example', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-month', 'currency'],
                'constraints': [models.UniqueConstraint(fields=('month', 'currency'), name='one_rate_per_currency_and_month'), models.CheckConstraint(condition=models.Q(('per_dollar__gt', 0)), name='rate_is_above_zero', violation_error_message='The rate is more than zero.')],
            },
        ),
        migrations.CreateModel(
            name='PartDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('state', models.CharField(choices=[('open', 'waits for adoption'), ('returned', 'returned with a note'), ('adopted', 'adopted'), ('withdrawn', 'withdrawn')], default='open', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='why')),
                ('at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True, verbose_name='note of the approver')),
                ('patch', models.JSONField()),
                ('base_version', models.PositiveIntegerField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='actionplans.contribution')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'returned'))), fields=('contribution',), name='one_waiting_draft_per_part', violation_error_message='A change of this part already waits.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='part_draft_decided_at_and_by_go_together')],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('act_kind', models.CharField(blank=True, max_length=100, verbose_name='kind of act')),
                ('act_number', models.CharField(blank=True, max_length=60, verbose_name='number of the act')),
                ('act_date', models.DateField(blank=True, null=True, verbose_name='date of the act')),
                ('state', models.CharField(choices=[('proposed', 'proposed, no answer yet'), ('agreed', 'takes part'), ('not_agreed', 'does not take part'), ('left', 'has left')], default='proposed', max_length=10)),
                ('proposed_at', models.DateTimeField()),
                ('proposal', models.TextField(blank=True, verbose_name='words of the proposal')),
                ('answered_at', models.DateTimeField(null=True)),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left on')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='cities.city')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='actionplans.actionplan')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by_city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'ordering': ['city__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'city'), name='one_word_of_a_city_per_plan'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='a_city_takes_part_by_somebodys_word'), models.CheckConstraint(condition=models.Q(models.Q(('left_on__isnull', False), ('state', 'left')), models.Q(models.Q(('state', 'left'), _negated=True), ('left_on', None)), _connector='OR'), name='a_city_that_left_has_its_day')],
            },
        ),
        migrations.CreateModel(
            name='PlanTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('kind', models.CharField(choices=[('human', 'translated by a person'), ('machine', 'machine translation')], default='human', max_length=10)),
                ('of_version', models.PositiveIntegerField(default=1)),
                ('title', models.CharField(max_length=400)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='actionplans.actionplan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'lang'), name='one_translation_of_plan_per_language')],
            },
        ),
        migrations.CreateModel(
            name='ProgressUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], default='ru', max_length=5, verbose_name='language')),
                ('on', models.DateField(verbose_name='as of')),
                ('status', models.CharField(choices=[('not_started', 'Not started'), ('in_progress', 'In progress'), ('suspended', 'Suspended'), ('completed', 'Completed'), ('cancelled', 'Cancelled')], max_length=12, verbose_name='status')),
                ('percent', models.PositiveSmallIntegerField(verbose_name='percent done')),
                ('achieved', models.TextField(verbose_name='what was done')),
                ('obstacles', models.TextField(blank=True, verbose_name='what is in the way')),
                ('next_steps', models.TextField(blank=True, verbose_name='next steps')),
                ('state', models.CharField(choices=[('submitted', 'waits for approval'), ('returned', 'returned with a note'), ('approved', 'approved'), ('withdrawn', 'withdrawn by the city')], default='submitted', max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('key', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True, verbose_name='note of the approver')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='updates', to='actionplans.contribution')),
                ('letter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='actionplans.cityletter')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='actionplans.cityreport')),
            ],
            options={
                'ordering': ['on', 'pk'],
                'indexes': [models.Index(fields=['contribution', '-on'], name='actionplans_contrib_a7b239_idx')],
                'constraints': [models.UniqueConstraint(fields=('by', 'key'), name='one_update_per_author_and_key'), models.UniqueConstraint(condition=models.Q(('state__in', ('submitted', 'returned'))), fields=('contribution',), name='one_waiting_update_per_contribution', violation_error_message='An update of this measure already waits.'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='update_approved_at_and_by_go_together'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('approved_at__isnull', False), _connector='OR'), name='an_approved_update_has_its_approver'), models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='update_percent_is_at_most_100', violation_error_message='The percentage is between 0 and 100.')],
            },
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('names', models.JSONField(verbose_name='name, by language')),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('donors', models.JSONField(verbose_name='donor, by language')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='from')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='to')),
                ('sources', models.JSONField(default=dict, verbose_name='source, by language')),
                ('version', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['first_year', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='project_ends_after_it_begins', violation_error_message='The project ends before it begins.')],
            },
        ),
        migrations.CreateModel(
            name='ProjectOutput',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('names', models.JSONField(verbose_name='name, by language')),
                ('code', models.CharField(max_length=10, verbose_name='number')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('position', models.PositiveIntegerField(default=0)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outputs', to='actionplans.project')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('project', 'code'), name='one_output_per_code')],
            },
        ),
        migrations.CreateModel(
            name='ProjectIndicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('names', models.JSONField(verbose_name='name, by language')),
                ('code', models.CharField(max_length=12, verbose_name='number')),
                ('units', models.JSONField(blank=True, default=dict, verbose_name='unit, by language')),
                ('counts', models.CharField(choices=[('since', 'since the beginning of the project'), ('period', 'of the period alone')], default='since', max_length=6, verbose_name='values are told')),
                ('baseline', models.DecimalField(blank=True, decimal_places=3, max_digits=16, null=True, verbose_name='baseline')),
                ('baseline_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of the baseline')),
                ('verifications', models.JSONField(blank=True, default=dict, verbose_name='source of verification')),
                ('splits', models.JSONField(blank=True, default=list, verbose_name='people are counted apart')),
                ('is_example', models.BooleanField(default=False)),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('output', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='actionplans.projectoutput')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('output', 'code'), name='one_project_indicator_per_code', violation_error_message='There is an indicator with this number already.')],
            },
        ),
        migrations.CreateModel(
            name='ProjectActual',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('quarter', 'calendar quarter'), ('half_year', 'half-year'), ('japanese_fiscal_year', 'Japanese fiscal year (April to March)')], max_length=20, verbose_name='period')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('value', models.DecimalField(decimal_places=3, max_digits=16, verbose_name='value')),
                ('figure', models.CharField(blank=True, max_length=30)),
                ('note', models.TextField(blank=True, verbose_name='comment')),
                ('version', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actuals', to='actionplans.projectindicator')),
            ],
            options={
                'ordering': ['-starts_on', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('indicator', 'kind', 'starts_on'), name='one_actual_per_period')],
            },
        ),
        migrations.CreateModel(
            name='ProjectCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(choices=[('women', 'women and girls'), ('men', 'men and boys'), ('age_0_17', '0–17 years'), ('age_18_29', '18–29 years'), ('age_30_59', '30–59 years'), ('age_60', '60 years and over'), ('with_disability', 'persons with disabilities'), ('without_disability', 'persons without disabilities')], max_length=20)),
                ('count', models.PositiveIntegerField()),
                ('actual', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='actionplans.projectactual')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('actual', 'group'), name='one_count_per_group')],
            },
        ),
        migrations.CreateModel(
            name='ProjectEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='what it is')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('at', models.DateTimeField()),
                ('actual', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='actionplans.projectactual')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contribution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actionplans.contribution')),
                ('update', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actionplans.progressupdate')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('update', None)), fields=('actual', 'contribution'), name='one_project_evidence_per_part'), models.UniqueConstraint(fields=('actual', 'update'), name='one_project_evidence_per_update'), models.CheckConstraint(condition=models.Q(models.Q(('contribution__isnull', False), ('title', '')), models.Q(('contribution', None), ('update', None), models.Q(('title', ''), _negated=True)), _connector='OR'), name='project_evidence_is_a_measure_or_named')],
            },
        ),
        migrations.CreateModel(
            name='ProjectTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('value', models.DecimalField(decimal_places=3, max_digits=16)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='actionplans.projectindicator')),
            ],
            options={
                'ordering': ['year'],
                'constraints': [models.UniqueConstraint(fields=('indicator', 'year'), name='one_target_per_year')],
            },
        ),
        migrations.CreateModel(
            name='ProjectText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('quarter', 'calendar quarter'), ('half_year', 'half-year'), ('japanese_fiscal_year', 'Japanese fiscal year (April to March)')], max_length=20, verbose_name='period')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('section', models.CharField(choices=[('summary', 'Summary'), ('output_progress', 'Progress of outputs'), ('financial_summary', 'Financial summary'), ('risks_and_issues', 'Risks and issues'), ('challenges', 'Challenges'), ('lessons', 'Lessons'), ('next_period_plan', 'Next period')], max_length=20)),
                ('lang', models.CharField(choices=[('en', 'English'), ('ru', 'Русский')], max_length=2)),
                ('version', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='actionplans.project')),
            ],
            options={
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('project', 'kind', 'starts_on', 'section', 'lang', 'version'), name='one_text_per_section_and_version')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='on')),
                ('value', models.DecimalField(decimal_places=3, max_digits=16, verbose_name='value')),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='actionplans.contribution')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='actionplans.indicator')),
                ('update', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='actionplans.progressupdate')),
            ],
            options={
                'ordering': ['on', 'pk'],
                'indexes': [models.Index(fields=['indicator', 'on'], name='actionplans_indicat_d85c20_idx')],
                'constraints': [models.UniqueConstraint(fields=('indicator', 'update'), name='one_reading_per_indicator_and_update')],
            },
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=400, verbose_name='why')),
                ('at', models.DateTimeField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='actionplans.cityreport')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('report', 'reviewer'), name='one_recusal_per_reviewer_and_report')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='proposal for clarification')),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], default='ru', max_length=5, verbose_name='language')),
                ('state', models.CharField(choices=[('draft', 'not sent yet'), ('sent', "awaits the city's answer"), ('answered', 'answered')], default='draft', max_length=8)),
                ('version', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True, verbose_name="the city's answer")),
                ('answer_lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], default='ru', max_length=5, verbose_name='language')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_with', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to='actionplans.progressupdate')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='actionplans.contribution')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='actionplans.cityreport')),
                ('update', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='remarks', to='actionplans.progressupdate')),
            ],
            options={
                'ordering': ['sent_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('report', 'contribution'), name='one_unsent_remark_per_measure', violation_error_message='A proposal for this measure already waits to be sent.'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('sent_at__isnull', False)), _connector='OR'), name='a_sent_remark_has_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('state', 'answered')), models.Q(models.Q(('state', 'answered'), _negated=True), ('answered_at', None)), _connector='OR'), name='an_answered_remark_has_its_day')],
            },
        ),
        migrations.CreateModel(
            name='ReminderChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('all', 'everything about my cities'), ('mine', 'only what waits for me'), ('none', 'no reminders')], default='all', max_length=4, verbose_name='reminders by letter')),
                ('pace', models.CharField(choices=[('daily', 'at most one a day'), ('weekly', 'once a week, on Mondays')], default='daily', max_length=6, verbose_name='how often')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reminder_choice', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ReviewNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='note')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_notes', to='actionplans.cityreport')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='SentReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('subject', models.CharField(max_length=60)),
                ('sent_on', models.DateField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'subject'), name='one_memory_per_reminder')],
            },
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=3, max_digits=16, verbose_name='spent so far')),
                ('budget_line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spendings', to='actionplans.budgetline')),
                ('update', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spendings', to='actionplans.progressupdate')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('update', 'budget_line'), name='one_spending_per_line_and_update'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='spending_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='StepDone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counted', models.BooleanField(default=False)),
                ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='said_done', to='actionplans.milestone')),
                ('update', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps_done', to='actionplans.progressupdate')),
            ],
            options={
                'ordering': ['milestone__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('update', 'milestone'), name='one_step_done_per_update')],
            },
        ),
        migrations.CreateModel(
            name='UndpTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.JSONField(default=dict)),
                ('of_version', models.PositiveIntegerField()),
                ('of_words', models.CharField(max_length=64)),
                ('version', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undp_english', to='actionplans.measure')),
                ('update', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undp_english', to='actionplans.progressupdate')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('measure', None), ('update__isnull', False)), models.Q(('measure__isnull', False), ('update', None)), _connector='OR'), name='undp_translates_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='UpdateFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alt', models.CharField(blank=True, max_length=200, verbose_name='what the photo shows')),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coalition.attachment')),
                ('update', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='actionplans.progressupdate')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='UpdateTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lang', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('kind', models.CharField(choices=[('human', 'translated by a person'), ('machine', 'machine translation')], default='human', max_length=10)),
                ('of_version', models.PositiveIntegerField(default=1)),
                ('achieved', models.TextField()),
                ('obstacles', models.TextField(blank=True)),
                ('next_steps', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('update', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='actionplans.progressupdate')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('update', 'lang'), name='one_translation_of_update_per_language')],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
