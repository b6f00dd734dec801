"""All tables at once, for a new installation; an older one takes the steps this replaces."""

import cities.models.application
import coalition.clock
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('cities', '0001_initial'), ('cities', '0002_initial')]

    initial = True

    dependencies = [
        ('coalition', '0001_squashed'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.CreateModel(
            name='CityIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lede', models.CharField(blank=True, max_length=300, verbose_name='lede')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('note', 2), ('article', 6), ('image', 7), ('document', 8)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'heading', 'max_length': 200, 'template': 'blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': 'text'}), 2: ('wagtail.blocks.TextBlock', (), {'icon': 'warning', 'label': 'notice', 'template': 'blocks/note.html'}), 3: ('wagtail.blocks.IntegerBlock', (), {'label': 'number', 'max_value': 99, 'min_value': 1}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'explanation'}), 6: ('wagtail.blocks.StructBlock', [[('number', 3), ('title', 4), ('text', 5)]], {}), 7: ('wagtail.images.blocks.ImageBlock', [], {'label': 'picture', 'template': 'blocks/image.html'}), 8: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document', 'template': 'blocks/document.html'})}, verbose_name='text')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='City',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('status', models.CharField(choices=[('member', 'in the Coalition'), ('suspended', "membership suspended at the city's request"), ('left', "left at the city's request")], default='member', max_length=10)),
                ('names', models.JSONField(verbose_name='names by language')),
                ('authority', models.JSONField(blank=True, default=dict, verbose_name='name of the authority by language')),
                ('authority_type', models.CharField(blank=True, max_length=40)),
                ('country', models.CharField(max_length=2, verbose_name='country')),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('timezone', models.CharField(default='Asia/Dushanbe', max_length=40)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('languages', models.JSONField(blank=True, default=list)),
                ('hazards', models.JSONField(blank=True, default=list, verbose_name='hazards')),
                ('position', models.PositiveSmallIntegerField(default=1000)),
                ('joined_on', models.DateField(verbose_name='in the Coalition since')),
                ('review_since', models.DateField(blank=True, null=True, verbose_name='consents to the overview of progress since')),
                ('shows_signals', models.BooleanField(default=False, verbose_name='shows computed signals on its pages')),
                ('allows_comparison', models.BooleanField(default=False, verbose_name='may be compared')),
                ('shows_coordinates', models.BooleanField(default=False, verbose_name='shows coordinates of measures')),
                ('editor_may_approve', models.BooleanField(default=False, verbose_name='an editor may also approve')),
                ('place', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='city', to='coalition.place')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__gte', -90), ('latitude__isnull', False), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__isnull', False), ('longitude__lte', 180)), _connector='OR'), name='city_lies_on_the_globe')],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], default='ru', max_length=5, verbose_name='language of letters')),
                ('seed', models.CharField(default=cities.models.application.new_seed, editable=False, max_length=22)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=coalition.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('link_sent_at', models.DateTimeField(blank=True, null=True)),
                ('saved_at', models.DateTimeField(blank=True, null=True)),
                ('reminders', models.PositiveSmallIntegerField(default=0)),
                ('versions', models.JSONField(blank=True, default=dict)),
                ('name_ru', models.CharField(blank=True, max_length=120, verbose_name='name in Russian')),
                ('name_national', models.CharField(blank=True, max_length=120, verbose_name='name in the state language')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('region', models.CharField(blank=True, max_length=120, verbose_name='region')),
                ('authority_type', models.CharField(blank=True, max_length=40, verbose_name='kind of authority')),
                ('authority_name', models.CharField(blank=True, max_length=250, verbose_name='full name of the authority')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='population')),
                ('population_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='in the year')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('website', models.URLField(blank=True, verbose_name='site of the city')),
                ('head_name', models.CharField(blank=True, max_length=200, verbose_name='name of the signatory')),
                ('head_post', models.CharField(blank=True, max_length=200, verbose_name='post of the signatory')),
                ('focal_name', models.CharField(blank=True, max_length=200, verbose_name='name of the focal point')),
                ('focal_post', models.CharField(blank=True, max_length=200, verbose_name='post of the focal point')),
                ('focal_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail of the focal point')),
                ('focal_phone', models.CharField(blank=True, max_length=40, verbose_name='telephone of the focal point')),
                ('hazards', models.JSONField(blank=True, default=list, verbose_name='main hazards')),
                ('other_hazards', models.CharField(blank=True, max_length=300, verbose_name='other hazards')),
                ('past_events', models.TextField(blank=True, max_length=1500, verbose_name='events the city remembers')),
                ('drr_plan', models.CharField(blank=True, choices=[('yes', 'yes'), ('preparing', 'being prepared'), ('no', 'no')], max_length=10, verbose_name='plan of disaster risk reduction')),
                ('climate_plan', models.CharField(blank=True, choices=[('yes', 'yes'), ('preparing', 'being prepared'), ('no', 'no')], max_length=10, verbose_name='climate plan')),
                ('early_warning', models.TextField(blank=True, max_length=1500, verbose_name='early warning')),
                ('mcr2030_stage', models.CharField(blank=True, choices=[('A', 'stage A: cities know better'), ('B', 'stage B: cities plan better'), ('C', 'stage C: cities implement better'), ('none', 'does not take part'), ('unknown', 'we do not know')], max_length=10, verbose_name='stage in Making Cities Resilient 2030')),
                ('motivation', models.TextField(blank=True, max_length=1500, verbose_name='why the city joins')),
                ('experience', models.TextField(blank=True, max_length=1500, verbose_name='what the city can share')),
                ('groups', models.JSONField(blank=True, default=list, verbose_name='themes of working groups')),
                ('accepts_declaration', models.BooleanField(default=False, verbose_name='the city has read the Declaration and shares its aims')),
                ('agrees_to_publish', models.BooleanField(default=False, verbose_name='the name, country and authority of the city may be shown on the site')),
                ('agrees_to_data', models.BooleanField(default=False, verbose_name='the people named here agree that the platform keeps their posts and contacts')),
                ('holds_no_secrets', models.BooleanField(default=False, verbose_name='the files hold no information of restricted distribution')),
                ('state', models.CharField(choices=[('draft', 'being filled in'), ('received', 'received'), ('returned', 'waits for additions by the city'), ('complete', 'information complete'), ('notified', 'Parties notified'), ('consultations', 'questions and consultations'), ('signed', 'act signed'), ('copies_sent', 'copies sent'), ('withdrawn', 'withdrawn by the city')], default='draft', max_length=15)),
                ('year', models.PositiveSmallIntegerField(blank=True, editable=False, null=True)),
                ('ordinal', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('missing', models.TextField(blank=True, max_length=2000, verbose_name='what is missing')),
                ('completed_at', models.DateTimeField(blank=True, null=True)),
                ('notified_at', models.DateTimeField(blank=True, null=True)),
                ('consultations_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('act_number', models.CharField(blank=True, max_length=60, verbose_name='number of the act')),
                ('act_on', models.DateField(blank=True, null=True, verbose_name='date of the act')),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('copies_sent_at', models.DateTimeField(blank=True, null=True)),
                ('act_scan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coalition.attachment', verbose_name='scan')),
                ('completed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('consultations_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('copies_sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coalition.attachment', verbose_name='signed letter')),
                ('notified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coalition.place')),
                ('plans_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coalition.attachment', verbose_name='file of the plan')),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='application', to='cities.city')),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-id'], name='cities_appl_state_023b4f_idx'), models.Index(fields=['email'], name='cities_appl_email_61ad98_idx')],
                'constraints': [models.UniqueConstraint(fields=('year', 'ordinal'), name='one_application_per_number'), models.CheckConstraint(condition=models.Q(models.Q(('ordinal', None), ('submitted_at', None), ('year', None)), models.Q(('ordinal__gte', 1), ('ordinal__isnull', False), ('submitted_at__isnull', False), ('year__isnull', False)), _connector='OR'), name='application_has_its_number_once_submitted'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'withdrawn')), ('submitted_at__isnull', False), _connector='OR'), name='application_past_draft_was_submitted'), models.CheckConstraint(condition=models.Q(models.Q(('missing__gt', ''), ('state', 'returned')), models.Q(('state', 'returned'), _negated=True), _connector='OR'), name='returned_application_says_what_is_missing', violation_error_message='Write what is missing, so that the city can add it.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_at', None)), _connector='OR'), name='application_withdrawn_when_it_says_so'), models.CheckConstraint(condition=models.Q(models.Q(('completed_at', None), ('completed_by', None)), models.Q(('completed_at__isnull', False), ('completed_by__isnull', False)), _connector='OR'), name='application_completed_at_and_by_go_together'), models.CheckConstraint(condition=models.Q(models.Q(('notified_at', None), ('notified_by', None)), models.Q(('notified_at__isnull', False), ('notified_by__isnull', False)), _connector='OR'), name='application_notified_at_and_by_go_together'), models.CheckConstraint(condition=models.Q(models.Q(('consultations_at', None), ('consultations_by', None)), models.Q(('consultations_at__isnull', False), ('consultations_by__isnull', False)), _connector='OR'), name='application_consultations_at_and_by_go_together'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('signed_by', None)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='application_signed_at_and_by_go_together'), models.CheckConstraint(condition=models.Q(models.Q(('copies_sent_at', None), ('copies_sent_by', None)), models.Q(('copies_sent_at__isnull', False), ('copies_sent_by__isnull', False)), _connector='OR'), name='application_copies_sent_at_and_by_go_together'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__gte', -90), ('latitude__isnull', False), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__isnull', False), ('longitude__lte', 180)), _connector='OR'), name='application_lies_on_the_globe', violation_error_message='Write both coordinates in degrees, or neither.'), models.CheckConstraint(condition=models.Q(models.Q(('act_number__gt', ''), ('act_on__isnull', False), ('city__isnull', False), ('signed_at__isnull', False), ('state__in', ('signed', 'copies_sent'))), models.Q(models.Q(('state__in', ('signed', 'copies_sent')), _negated=True), ('city', None), ('signed_at', None)), _connector='OR'), name='signed_application_has_its_act_and_city')],
            },
        ),
        migrations.CreateModel(
            name='CertifiedCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number of the copy')),
                ('certified_by', models.CharField(max_length=200, verbose_name='who certified')),
                ('certified_on', models.DateField(verbose_name='certified on')),
                ('outgoing_number', models.CharField(max_length=60, verbose_name='outgoing number')),
                ('way', models.CharField(choices=[('post', 'by post'), ('courier', 'by courier'), ('diplomatic', 'through diplomatic channels'), ('electronic', 'electronically'), ('by_hand', 'by hand')], max_length=12, verbose_name='way sent')),
                ('recorded_at', models.DateTimeField()),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='received on')),
                ('receipt', models.CharField(blank=True, max_length=200, verbose_name='receipt: incoming number or name')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='cities.application')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('application', 'city'), name='one_copy_per_party'), models.UniqueConstraint(fields=('application', 'number'), name='one_copy_per_number'), models.CheckConstraint(condition=models.Q(('received_on', None), ('received_on__gte', models.F('certified_on')), _connector='OR'), name='a_copy_is_received_after_it_was_certified', violation_error_message='The copy cannot arrive before it was certified.')],
            },
        ),
        migrations.CreateModel(
            name='CityFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('value', models.CharField(blank=True, max_length=60)),
                ('unit', models.CharField(blank=True, max_length=20)),
                ('texts', models.JSONField(blank=True, default=dict)),
                ('as_of', models.CharField(blank=True, max_length=20)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('state', models.CharField(choices=[('proposed', 'proposed to the city for checking'), ('confirmed', 'confirmed'), ('declined', 'not confirmed by the city')], default='proposed', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='cities.city')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(models.Q(('source', ''), _negated=True), models.Q(('as_of', ''), _negated=True)), _connector='OR'), name='a_confirmed_fact_has_its_year_and_source', violation_error_message='A fact is shown only with its year and its source.')],
            },
        ),
        migrations.CreateModel(
            name='CityPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lede', models.CharField(blank=True, max_length=300, verbose_name='lede')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('note', 2), ('article', 6), ('image', 7), ('document', 8)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'heading', 'max_length': 200, 'template': 'blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': 'text'}), 2: ('wagtail.blocks.TextBlock', (), {'icon': 'warning', 'label': 'notice', 'template': 'blocks/note.html'}), 3: ('wagtail.blocks.IntegerBlock', (), {'label': 'number', 'max_value': 99, 'min_value': 1}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'explanation'}), 6: ('wagtail.blocks.StructBlock', [[('number', 3), ('title', 4), ('text', 5)]], {}), 7: ('wagtail.images.blocks.ImageBlock', [], {'label': 'picture', 'template': 'blocks/image.html'}), 8: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document', 'template': 'blocks/document.html'})}, verbose_name='text')),
                ('city', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='cities.city')),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='photograph')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PartyVoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('support', 'supports'), ('support_with_comment', 'supports, with a comment'), ('needs_consultation', 'asks for consultations')], max_length=20, verbose_name='position of the city')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='comment or question')),
                ('said_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='voices', to='cities.application')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'city'), name='one_voice_per_city_and_application'), models.CheckConstraint(condition=models.Q(('kind', 'support'), ('text__gt', ''), _connector='OR'), name='a_comment_or_a_question_has_words', violation_error_message='Write the comment or the question of the city.')],
            },
        ),
    ]
